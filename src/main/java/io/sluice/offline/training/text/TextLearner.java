package io.sluice.offline.training.text;

import io.sluice.feature.Tokenizer;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.onnx.OnnxForm;
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
 * Trains a {@link TextModule}. It first learns the vocabulary and the {@link TextEvidence} from all examples. The
 * network then learns over {@link ConversationBatches} to weigh the evidence.
 */
final class TextLearner implements Learner<LabelledSample, TextMetrics> {
    private final TextSettings settings;
    private final TextModule module;
    private final long seed;
    private final WordPieces vocabulary;
    private final byte[] tokenizerFile;
    private final Tokenizer tokenizer;
    private final TextEvidence evidence;
    /** The index of each training example among the examples of its set. */
    private final IdentityHashMap<LabelledSample, Integer> indexInSet = new IdentityHashMap<>();

    private TextLearner(
            TextSettings settings,
            long seed,
            WordPieces vocabulary,
            byte[] tokenizerFile,
            Tokenizer tokenizer,
            List<TokenizedSample> examples) {
        this.settings = settings;
        this.module = new TextModule(settings);
        this.seed = seed;
        this.vocabulary = vocabulary;
        this.tokenizerFile = tokenizerFile.clone();
        this.tokenizer = tokenizer;
        this.evidence = TextEvidence.learn(examples, settings, vocabulary, seed);
        int[] counts = new int[settings.sets().size()];
        examples.forEach(example ->
                indexInSet.put(example.sample(), counts[example.sample().set()]++));
    }

    /** Learns the vocabulary and the evidence from examples. */
    static TextLearner learn(TextSettings settings, List<LabelledSample> examples, long seed) {
        WordPieces vocabulary = WordPieces.learn(
                examples.stream().flatMap(example -> example.texts().stream()),
                settings.minWordCount(),
                settings.minPieceWords());
        byte[] file = TokenizerFile.bytes(vocabulary);
        Tokenizer tokenizer = BundleTokenizer.open(new ByteArrayInputStream(file), settings.tokens());
        return new TextLearner(
                settings, seed, vocabulary, file, tokenizer, TokenizedSample.tokenizeAll(tokenizer, examples));
    }

    @Override
    public byte[] initial() throws IOException {
        List<Parameter> parameters = new ArrayList<>(evidence.tables(vocabulary));
        parameters.addAll(module.initialWeights(new SplittableRandom(seed)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, TextModule.CLASS_NAME, parameters, module.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return TextModule.learns(parameter);
    }

    @Override
    public Batches batches(List<LabelledSample> examples) {
        return new ConversationBatches(
                module, settings.setWeights(), settings.columns().firstDomainColumn(), conversations(examples));
    }

    private List<Conversation> conversations(List<LabelledSample> examples) {
        return TokenizedSample.tokenizeAll(tokenizer, examples).stream()
                .map(this::conversation)
                .toList();
    }

    private Conversation conversation(TokenizedSample tokenized) {
        LabelledSample sample = tokenized.sample();
        @Nullable Integer index = indexInSet.get(sample);
        List<TextStep> steps = new ArrayList<>();
        for (int i = 0; i < tokenized.ids().size(); i++) {
            int[] ids = tokenized.ids().get(i);
            int label = sample.labels().get(i);
            float[] ofText = index == null ? evidence.compute(ids) : evidence.computeHeldOut(ids, sample.set(), index);
            steps.add(new TextStep(sample.set(), label, label, ids, ofText));
        }
        return new Conversation(
                switch (sample.kind()) {
                    case SINGLE -> Conversation.Kind.SINGLE;
                    case DOCUMENT -> Conversation.Kind.DOCUMENT;
                    case THREAD -> Conversation.Kind.THREAD;
                },
                steps);
    }

    @Override
    public byte[] calibrate(byte[] archive, List<LabelledSample> held) throws IOException {
        return held.isEmpty() ? archive : new TemperatureScaling(module, archive).fit(conversations(held));
    }

    @Override
    public OnnxForm onnx() {
        return OnnxForm.of(module.onnx(), settings.choice().kind().key());
    }

    @Override
    public TextMetrics measure(byte[] archive, List<LabelledSample> examples) throws IOException {
        return new TextMeasurement(settings, archive).measure(conversations(examples));
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<TextMetrics> metrics) throws IOException {
        TextBundle.write(folder, TextBundle.Contents.of(settings), archive, tokenizerFile, metrics.files());
        Files.write(
                folder.resolve("README.md"),
                new TextCard(settings, vocabulary.size(), metrics).text().getBytes(StandardCharsets.UTF_8));
    }
}
