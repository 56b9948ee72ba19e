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
import io.sluice.offline.training.onnx.OnnxForm;
import io.sluice.offline.training.text.TextBundle;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import io.sluice.offline.training.words.DigitWord.Meaning;
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

/** Trains a {@link NumberWordsModule}. */
final class NumberWordsLearner implements Learner<DigitSequence, NumberWordsMetrics> {
    private static final int MEASURED_BATCH = 256;
    private static final double SURE = 0.6;
    private static final List<String> UNUSUAL =
            List.of("Zéro", "ZWEI", "twenty-one", "7", "\uD83D\uDE00", "x".repeat(30), "a b");

    private final NumberWordsSettings settings;
    private final NumberWordsModule module;
    private final long seed;
    private final byte[] tokenizerFile = LetterTokenizer.bytes();
    private final Tokenizer tokenizer =
            BundleTokenizer.open(new ByteArrayInputStream(tokenizerFile), NumberWordsModule.LETTERS);

    NumberWordsLearner(NumberWordsSettings settings, long seed) {
        this.settings = settings;
        this.module = settings.module();
        this.seed = seed;
    }

    @Override
    public byte[] initial() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                out, NumberWordsModule.CLASS_NAME, module.initialWeights(new SplittableRandom(seed)), module.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return RecurrentCell.learns(parameter);
    }

    @Override
    public Batches batches(List<DigitSequence> examples) {
        return new DigitSequenceBatches(module, letters(examples), examples, settings.batchSize());
    }

    /** Returns the row x of each word, by the tokenizer of the pipeline. */
    private Map<String, long[]> letters(List<DigitSequence> examples) {
        List<String> words = examples.stream()
                .flatMap(sequence -> sequence.words().stream())
                .map(DigitWord::word)
                .distinct()
                .toList();
        List<Tokens> tokens = tokenizer.tokenize(words);
        Map<String, long[]> letters = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            Tokens tokensOfWord = tokens.get(i);
            long[] row = new long[NumberWordsModule.LETTERS];
            IntStream.range(0, tokensOfWord.count()).forEach(letter -> row[letter] = tokensOfWord.id(letter));
            letters.put(words.get(i), row);
        }
        return letters;
    }

    @Override
    public OnnxForm onnx() {
        return OnnxForm.of(module.onnx(), settings.choice().kind().key());
    }

    @Override
    public NumberWordsMetrics measure(byte[] archive, List<DigitSequence> examples) throws IOException {
        Map<Meaning, int[]> rightAndAll = new EnumMap<>(Meaning.class);
        for (Meaning meaning : Meaning.values()) {
            rightAndAll.put(meaning, new int[2]);
        }
        Map<String, long[]> letters = letters(examples);
        try (Network network = Network.open(archive)) {
            for (int from = 0; from < examples.size(); from += MEASURED_BATCH) {
                List<DigitSequence> batch = examples.subList(from, Math.min(examples.size(), from + MEASURED_BATCH));
                count(network, letters, batch, rightAndAll);
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

    /** Returns the share of right words of a meaning; 0 if there are none. */
    private static double share(Map<Meaning, int[]> rightAndAll, Meaning meaning) {
        int[] counts = Objects.requireNonNull(rightAndAll.get(meaning));
        return (double) counts[0] / Math.max(1, counts[1]);
    }

    private void count(
            Network network, Map<String, long[]> letters, List<DigitSequence> batch, Map<Meaning, int[]> rightAndAll) {
        try (NDManager arrays = network.newArrays()) {
            NDList result = network.call(
                    "forward_seq",
                    DigitSequenceBatches.inputs(arrays, letters, batch),
                    arrays.zeros(new Shape(batch.size(), module.sizes().state())));
            long[] likeliest = result.get(0)
                    .get("..., :" + NumberWordsModule.DIGITS)
                    .argMax(2)
                    .toLongArray();
            for (int index = 0; index < likeliest.length; index++) {
                DigitWord word = DigitSequenceBatches.word(batch, index);
                int[] counts = Objects.requireNonNull(rightAndAll.get(word.meaning()));
                counts[0] += likeliest[index] == word.digit() ? 1 : 0;
                counts[1]++;
            }
        }
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<NumberWordsMetrics> evidence) throws IOException {
        TextBundle.write(folder, contents(), archive, tokenizerFile, evidence.files());
        Files.write(
                folder.resolve("README.md"),
                new NumberWordsCard(settings, evidence).text().getBytes(StandardCharsets.UTF_8));
    }

    private TextBundle.Contents contents() {
        return new TextBundle.Contents(
                settings.common(),
                module.sizes(),
                NumberWordsModule.outputs(),
                SURE,
                GoldenDigitSequences.wordsByKey(),
                UNUSUAL);
    }
}
