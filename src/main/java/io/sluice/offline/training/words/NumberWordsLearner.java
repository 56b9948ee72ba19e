package io.sluice.offline.training.words;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.feature.Tokenizer;
import io.sluice.feature.Tokens;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.text.TextBundle;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import io.sluice.offline.training.words.SpokenDigit.Meaning;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Teaches a {@link NumberWordsModule} what number words mean. */
final class NumberWordsLearner implements Learner<DigitSequence, NumberWordsMetrics> {
    private static final int MEASURED_TOGETHER = 256;
    private static final double SURE = 0.6;
    private static final List<String> ODD =
            List.of("Zéro", "ZWEI", "twenty-one", "7", "\uD83D\uDE00", "x".repeat(30), "a b");

    private final NumberWordsRecipe recipe;
    private final long seed;
    private final byte[] tokenizerFile = LetterTokenizer.bytes();
    private final Tokenizer tokenizer =
            BundleTokenizer.open(new ByteArrayInputStream(tokenizerFile), NumberWordsModule.LETTERS);

    NumberWordsLearner(NumberWordsRecipe recipe, long seed) {
        this.recipe = recipe;
        this.seed = seed;
    }

    @Override
    public byte[] initial() throws IOException {
        NumberWordsModule cell = recipe.cell();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                out, NumberWordsModule.CLASS_NAME, cell.initialWeights(new SplittableRandom(seed)), cell.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return RecurrentCell.learns(parameter);
    }

    @Override
    public Batches batches(List<DigitSequence> examples) {
        return new DigitSequenceBatches(recipe.cell(), letters(examples), examples, recipe.batch());
    }

    /** The row x of each word, as the pipeline's tokenizer makes it. */
    private Map<String, long[]> letters(List<DigitSequence> examples) {
        List<String> words = examples.stream()
                .flatMap(one -> one.words().stream())
                .map(SpokenDigit::word)
                .distinct()
                .toList();
        List<Tokens> tokens = tokenizer.tokenize(words);
        Map<String, long[]> letters = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            Tokens ofWord = tokens.get(i);
            long[] row = new long[NumberWordsModule.LETTERS];
            IntStream.range(0, ofWord.count()).forEach(at -> row[at] = ofWord.id(at));
            letters.put(words.get(i), row);
        }
        return letters;
    }

    @Override
    public NumberWordsMetrics measure(byte[] archive, List<DigitSequence> examples) throws IOException {
        Map<Meaning, int[]> rightAndAll = new EnumMap<>(Meaning.class);
        for (Meaning meaning : Meaning.values()) {
            rightAndAll.put(meaning, new int[2]);
        }
        Map<String, long[]> letters = letters(examples);
        try (Network network = Network.open(archive)) {
            for (int from = 0; from < examples.size(); from += MEASURED_TOGETHER) {
                List<DigitSequence> some = examples.subList(from, Math.min(examples.size(), from + MEASURED_TOGETHER));
                count(network, letters, some, rightAndAll);
            }
        }
        int right = rightAndAll.values().stream().mapToInt(counts -> counts[0]).sum();
        int all = rightAndAll.values().stream().mapToInt(counts -> counts[1]).sum();
        return new NumberWordsMetrics(
                all,
                (double) right / all,
                share(rightAndAll, Meaning.NAMED),
                share(rightAndAll, Meaning.LAST),
                share(rightAndAll, Meaning.BEFORE),
                share(rightAndAll, Meaning.FIRST));
    }

    /** 0 where no such word was said. */
    private static double share(Map<Meaning, int[]> rightAndAll, Meaning meaning) {
        int[] counts = Objects.requireNonNull(rightAndAll.get(meaning));
        return (double) counts[0] / Math.max(1, counts[1]);
    }

    private void count(
            Network network, Map<String, long[]> letters, List<DigitSequence> some, Map<Meaning, int[]> rightAndAll) {
        try (NDManager arrays = network.newArrays()) {
            NDList found = network.call(
                    "forward_seq",
                    DigitSequenceBatches.inputs(arrays, letters, some),
                    arrays.zeros(new Shape(some.size(), recipe.cell().sizes().state())));
            long[] likeliest = found.get(0)
                    .get("..., :" + NumberWordsModule.DIGITS)
                    .argMax(2)
                    .toLongArray();
            for (int at = 0; at < likeliest.length; at++) {
                SpokenDigit spoken = DigitSequenceBatches.spoken(some, at);
                int[] counts = Objects.requireNonNull(rightAndAll.get(spoken.meaning()));
                counts[0] += likeliest[at] == spoken.digit() ? 1 : 0;
                counts[1]++;
            }
        }
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<NumberWordsMetrics> evidence) throws IOException {
        TextBundle.write(folder, contents(), archive, tokenizerFile, evidence.files());
        Files.write(
                folder.resolve("README.md"),
                new NumberWordsCard(recipe, evidence).text().getBytes(StandardCharsets.UTF_8));
    }

    private TextBundle.Contents contents() {
        return new TextBundle.Contents(
                recipe.settings(),
                recipe.cell().sizes(),
                NumberWordsModule.outputs(),
                SURE,
                GoldenDigitSequences.keys(),
                ODD);
    }
}
