package io.sluice.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.feature.Tokenizer;
import io.sluice.feature.Tokens;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes a trained model of texts as a bundle: weights, tokenizer, manifest and golden vectors. */
final class TextBundle {
    private static final String WEIGHTS = "model.pt";
    private static final String TOKENIZER = "tokenizer.json";
    /** The keys run together, padded to so many rows: from 4 on, a row's result does not depend on their number. */
    private static final int GOLDEN_LANES = 4;

    private final Contents contents;
    private final byte[] archive;
    private final byte[] tokenizerFile;

    private TextBundle(Contents contents, byte[] archive, byte[] tokenizerFile) {
        this.contents = contents;
        this.archive = archive;
        this.tokenizerFile = tokenizerFile;
    }

    /**
     * What tells one model of texts from another.
     *
     * @param sure the scorer's: below this probability of the likeliest label a text is unsure
     * @param keys texts by key, of which golden steps are recorded
     * @param texts texts whose tokens are recorded
     */
    record Contents(
            Settings settings,
            Sizes sizes,
            List<String> outputs,
            double sure,
            Map<String, List<String>> keys,
            List<String> texts) {
        Contents {
            outputs = List.copyOf(outputs);
            keys = new LinkedHashMap<>(keys);
            texts = List.copyOf(texts);
        }

        static Contents of(TextRecipe recipe) {
            return new Contents(
                    recipe.settings(),
                    recipe.cell().sizes(),
                    recipe.cell().outputs(),
                    recipe.sure(),
                    GoldenTexts.keys(),
                    GoldenTexts.all());
        }
    }

    /**
     * Writes model.pt, tokenizer.json, model.json and golden.json.
     *
     * @param archive the cell as a TorchScript archive
     * @param files what it was trained on
     */
    static void write(Path folder, Contents contents, byte[] archive, byte[] tokenizerFile, List<DataFile> files)
            throws IOException {
        TextBundle bundle = new TextBundle(contents, archive, tokenizerFile);
        Bundle.write(folder, bundle.manifest(files), archive, tokenizerFile, bundle.golden());
    }

    private Manifest manifest(List<DataFile> files) {
        return new Manifest(
                Manifest.FORMAT,
                contents.settings.name(),
                contents.settings.version(),
                Manifest.Task.CLASSIFICATION,
                new Manifest.Weights(WEIGHTS, Bundle.sha256(archive)),
                contents.sizes,
                new Manifest.Input(
                        Manifest.Input.Kind.TEXT,
                        List.of(new Manifest.Input.Field("text", "/text")),
                        List.of(),
                        TOKENIZER,
                        contents.sizes.input(),
                        null),
                contents.outputs.stream().map(Manifest.Output::new).toList(),
                Map.of("sure", contents.sure),
                contents.settings.sets().stream()
                        .map(set -> set.trainedOn(count(files, set.name())))
                        .toList());
    }

    /** Files below the set's own folder, or all where there is but one set. */
    private int count(List<DataFile> files, String set) {
        if (contents.settings.sets().size() == 1) {
            return files.size();
        }
        return (int)
                files.stream().filter(file -> file.name().startsWith(set + "/")).count();
    }

    private GoldenVectors golden() throws IOException {
        Tokenizer tokenizer = BundleTokenizer.open(new ByteArrayInputStream(tokenizerFile), contents.sizes.input());
        List<String> texts = contents.texts;
        List<List<Long>> ids =
                tokenizer.tokenize(texts).stream().map(TextBundle::ids).toList();
        List<GoldenVectors.Text> tokenized = IntStream.range(0, texts.size())
                .mapToObj(i -> new GoldenVectors.Text(texts.get(i), ids.get(i)))
                .toList();
        List<GoldenVectors.Sequence> sequences = new ArrayList<>();
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            for (Map.Entry<String, List<String>> key : contents.keys.entrySet()) {
                List<List<Long>> rows = tokenizer.tokenize(key.getValue()).stream()
                        .map(TextBundle::ids)
                        .toList();
                sequences.add(sequence(key.getKey(), rows, network, arrays));
            }
        }
        return new GoldenVectors(GoldenVectors.Tolerances.DEFAULT, sequences, tokenized);
    }

    private static List<Long> ids(Tokens tokens) {
        return IntStream.range(0, tokens.count()).mapToObj(tokens::id).toList();
    }

    private GoldenVectors.Sequence sequence(String key, List<List<Long>> rows, Network network, NDManager arrays) {
        Sizes sizes = contents.sizes;
        long[] x = new long[rows.size() * GOLDEN_LANES * sizes.input()];
        for (int i = 0; i < rows.size() * GOLDEN_LANES; i++) {
            List<Long> row = rows.get(i / GOLDEN_LANES);
            for (int token = 0; token < row.size(); token++) {
                x[i * sizes.input() + token] = row.get(token);
            }
        }
        NDList result = network.call(
                "forward_seq",
                arrays.create(x, new Shape(rows.size(), GOLDEN_LANES, sizes.input())),
                arrays.zeros(new Shape(GOLDEN_LANES, sizes.state())));
        float[] y = result.get(0).toFloatArray();
        List<List<Float>> inputs = new ArrayList<>();
        List<List<Float>> outputs = new ArrayList<>();
        for (int t = 0; t < rows.size(); t++) {
            inputs.add(boxed(x, t * GOLDEN_LANES * sizes.input(), sizes.input()));
            outputs.add(GoldenInputs.boxed(y, t * GOLDEN_LANES * sizes.output(), sizes.output()));
        }
        return new GoldenVectors.Sequence(
                key, inputs, outputs, GoldenInputs.boxed(result.get(1).toFloatArray(), 0, sizes.state()));
    }

    private static List<Float> boxed(long[] values, int from, int count) {
        return Arrays.stream(values, from, from + count)
                .mapToObj(value -> (float) value)
                .toList();
    }
}
