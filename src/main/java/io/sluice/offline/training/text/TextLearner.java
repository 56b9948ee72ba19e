package io.sluice.offline.training.text;

import io.sluice.feature.Tokenizer;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Teaches a {@link TextModule}: vocabulary and {@link TextEvidence} come from the examples at once, then the network
 * learns to weigh the evidence, over {@link ConversationBatches}.
 */
final class TextLearner implements Learner<LabelledSample, TextMetrics> {
    private final TextRecipe recipe;
    private final long seed;
    private final WordPieces vocabulary;
    private final byte[] tokenizerFile;
    private final Tokenizer tokenizer;
    private final TextEvidence evidence;
    /** Of each example that was learned from, where among those of its set it stands. */
    private final IdentityHashMap<LabelledSample, Integer> learned = new IdentityHashMap<>();

    private TextLearner(
            TextRecipe recipe,
            long seed,
            WordPieces vocabulary,
            byte[] tokenizerFile,
            Tokenizer tokenizer,
            List<TokenizedSample> examples) {
        this.recipe = recipe;
        this.seed = seed;
        this.vocabulary = vocabulary;
        this.tokenizerFile = tokenizerFile.clone();
        this.tokenizer = tokenizer;
        this.evidence = TextEvidence.learn(examples, recipe, vocabulary, seed);
        int[] counts = new int[recipe.sets().size()];
        examples.forEach(one -> learned.put(one.opinion(), counts[one.opinion().set()]++));
    }

    static TextLearner of(TextRecipe recipe, List<LabelledSample> examples, long seed) {
        WordPieces vocabulary = WordPieces.learn(
                examples.stream().flatMap(one -> one.texts().stream()), recipe.wordCount(), recipe.pieceCount());
        byte[] file = TokenizerFile.bytes(vocabulary);
        Tokenizer tokenizer = BundleTokenizer.open(new ByteArrayInputStream(file), recipe.tokens());
        return new TextLearner(recipe, seed, vocabulary, file, tokenizer, TokenizedSample.all(tokenizer, examples));
    }

    @Override
    public byte[] initial() throws IOException {
        TextModule cell = recipe.cell();
        List<Parameter> parameters = new ArrayList<>(evidence.tables(vocabulary));
        parameters.addAll(cell.initialWeights(new SplittableRandom(seed)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, TextModule.CLASS_NAME, parameters, cell.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return TextModule.learns(parameter);
    }

    @Override
    public Batches batches(List<LabelledSample> examples) {
        return new ConversationBatches(
                recipe.cell(), recipe.setWeights(), recipe.columns().firstOrigin(), conversations(examples));
    }

    private List<Conversation> conversations(List<LabelledSample> examples) {
        return TokenizedSample.all(tokenizer, examples).stream()
                .map(this::conversation)
                .toList();
    }

    private Conversation conversation(TokenizedSample one) {
        LabelledSample opinion = one.opinion();
        @Nullable Integer index = learned.get(opinion);
        List<TextStep> texts = new ArrayList<>();
        for (int i = 0; i < one.ids().size(); i++) {
            int[] ids = one.ids().get(i);
            int label = opinion.labels().get(i);
            float[] said = index == null ? evidence.of(ids) : evidence.ofLearned(ids, opinion.set(), index);
            texts.add(new TextStep(opinion.set(), label, label, ids, said));
        }
        return new Conversation(
                switch (opinion.kind()) {
                    case SINGLE -> Conversation.Kind.SINGLE;
                    case DOCUMENT -> Conversation.Kind.DOCUMENT;
                    case THREAD -> Conversation.Kind.THREAD;
                },
                texts);
    }

    @Override
    public byte[] calibrate(byte[] archive, List<LabelledSample> held) throws IOException {
        return held.isEmpty() ? archive : new TemperatureScaling(recipe.cell(), archive).fit(conversations(held));
    }

    @Override
    public TextMetrics measure(byte[] archive, List<LabelledSample> examples) throws IOException {
        return new TextMeasurement(recipe, archive).of(conversations(examples));
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<TextMetrics> evidenceOfAll) throws IOException {
        TextBundle.write(folder, TextBundle.Contents.of(recipe), archive, tokenizerFile, evidenceOfAll.files());
        Files.write(
                folder.resolve("README.md"),
                new TextCard(recipe, vocabulary.size(), evidenceOfAll).text().getBytes(StandardCharsets.UTF_8));
    }
}
