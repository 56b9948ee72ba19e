package io.sluice.offline.training.text;

import ai.djl.ndarray.types.DataType;
import io.sluice.Internal;
import io.sluice.feature.Tokenizer;
import io.sluice.feature.Tokens;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.recipe.GoldenSequences;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes a trained text model as a bundle: weights, tokenizer, manifest and golden vectors. */
@Internal
public final class TextBundle {
    private static final String WEIGHTS = "model.pt";
    private static final String TOKENIZER = "tokenizer.json";

    private final Contents contents;
    private final byte[] archive;
    private final byte[] tokenizerFile;

    private TextBundle(Contents contents, byte[] archive, byte[] tokenizerFile) {
        this.contents = contents;
        this.archive = archive;
        this.tokenizerFile = tokenizerFile;
    }

    /**
     * The parts of a bundle that differ between text models.
     *
     * @param common the values that every recipe has
     * @param outputs the names of the outputs
     * @param sure the scoring parameter of that name: a text is unsure if its likeliest label is less probable than
     *     this
     * @param keys the texts of the golden vectors, by key
     * @param texts the texts of the golden tokens
     */
    public record Contents(
            CommonRecipe common,
            Sizes sizes,
            List<String> outputs,
            double sure,
            Map<String, List<String>> keys,
            List<String> texts) {
        public Contents {
            outputs = List.copyOf(outputs);
            keys = new LinkedHashMap<>(keys);
            texts = List.copyOf(texts);
        }

        static Contents of(TextSettings settings) {
            TextModule module = new TextModule(settings);
            return new Contents(
                    settings.common(),
                    module.sizes(),
                    module.outputs(),
                    settings.sure(),
                    GoldenTexts.textsByKey(),
                    GoldenTexts.all());
        }
    }

    /**
     * Writes model.pt, tokenizer.json, model.json and golden.json.
     *
     * @param archive the module as a TorchScript archive
     * @param files the data files that it was trained on
     */
    public static void write(Path folder, Contents contents, byte[] archive, byte[] tokenizerFile, List<DataFile> files)
            throws IOException {
        TextBundle bundle = new TextBundle(contents, archive, tokenizerFile);
        Bundle.write(folder, bundle.manifest(files), archive, tokenizerFile, bundle.golden());
    }

    private Manifest manifest(List<DataFile> files) {
        return new Manifest(
                Manifest.FORMAT,
                contents.common.name(),
                contents.common.version(),
                Manifest.Task.CLASSIFICATION,
                new Manifest.Weights(WEIGHTS, Bundle.sha256(archive)),
                contents.sizes,
                contents.common.layout().apply(new Manifest.Input.Text(TOKENIZER, contents.sizes.input())),
                contents.outputs.stream().map(Manifest.Output::new).toList(),
                Map.of("sure", contents.sure),
                contents.common.sets().stream()
                        .map(set -> set.trainedOn(fileCount(files, set.name())))
                        .toList());
    }

    /** Counts the files in the folder of a set. A single set has all files. */
    private int fileCount(List<DataFile> files, String set) {
        if (contents.common.sets().size() == 1) {
            return files.size();
        }
        return (int)
                files.stream().filter(file -> file.name().startsWith(set + "/")).count();
    }

    private GoldenVectors golden() throws IOException {
        Tokenizer tokenizer = BundleTokenizer.open(new ByteArrayInputStream(tokenizerFile), contents.sizes.input());
        List<Tokens> tokens = tokenizer.tokenize(contents.texts);
        List<GoldenVectors.Text> tokenized = IntStream.range(0, tokens.size())
                .mapToObj(i -> new GoldenVectors.Text(contents.texts.get(i), ids(tokens.get(i))))
                .toList();
        Map<String, List<List<Float>>> keys = new LinkedHashMap<>();
        contents.keys.forEach((key, texts) ->
                keys.put(key, tokenizer.tokenize(texts).stream().map(this::row).toList()));
        return new GoldenVectors(
                GoldenVectors.Tolerances.DEFAULT,
                new GoldenSequences(contents.sizes, DataType.INT64).of(archive, keys),
                tokenized);
    }

    private static List<Long> ids(Tokens tokens) {
        return IntStream.range(0, tokens.count()).mapToObj(tokens::id).toList();
    }

    /** Returns the ids as a row x, padded with 0. */
    private List<Float> row(Tokens tokens) {
        return IntStream.range(0, contents.sizes.input())
                .mapToObj(i -> i < tokens.count() ? (float) tokens.id(i) : 0f)
                .toList();
    }
}
