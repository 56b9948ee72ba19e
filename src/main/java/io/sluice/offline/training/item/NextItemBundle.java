package io.sluice.offline.training.item;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.model.Vocabulary;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.recipe.GoldenInputs;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Writes a trained cell as a bundle: weights, vocabulary, manifest and golden vectors. */
final class NextItemBundle {
    private static final String WEIGHTS = "model.pt";
    private static final String VOCABULARY = "vocabulary.txt";
    private static final int GOLDEN_STEPS = 24;
    /** The keys run together, padded to so many rows: from 4 on, a row's result does not depend on their number. */
    private static final int GOLDEN_LANES = 4;

    private final NextItemRecipe recipe;
    private final NextItemModule cell;
    private final byte[] archive;

    private NextItemBundle(NextItemRecipe recipe, NextItemModule cell, byte[] archive) {
        this.recipe = recipe;
        this.cell = cell;
        this.archive = archive;
    }

    /**
     * Writes model.pt, vocabulary.txt, model.json and golden.json.
     *
     * @param items in the order of their ids
     * @param archive the cell as a TorchScript archive
     * @param files what it was trained on
     */
    static void write(
            Path folder,
            NextItemRecipe recipe,
            NextItemModule cell,
            List<String> items,
            byte[] archive,
            List<DataFile> files)
            throws IOException {
        NextItemBundle bundle = new NextItemBundle(recipe, cell, archive);
        Bundle.write(
                folder,
                bundle.manifest(files.size()),
                archive,
                Vocabulary.of(items).toBytes(),
                bundle.golden(items.size()));
    }

    private Manifest manifest(int files) {
        return new Manifest(
                Manifest.FORMAT,
                recipe.settings().name(),
                recipe.settings().version(),
                Manifest.Task.RANKING,
                new Manifest.Weights(WEIGHTS, Bundle.sha256(archive)),
                cell.sizes(),
                new Manifest.Input.Item(VOCABULARY),
                cell.output().names().stream().map(Manifest.Output::new).toList(),
                Map.of(),
                recipe.settings().sets().stream()
                        .map(set -> set.trainedOn(files))
                        .toList());
    }

    private GoldenVectors golden(int items) throws IOException {
        List<GoldenVectors.Sequence> sequences = new ArrayList<>();
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            for (Map.Entry<String, long[]> key : keys(items).entrySet()) {
                sequences.add(sequence(key.getKey(), key.getValue(), network, arrays));
            }
        }
        return new GoldenVectors(GoldenVectors.Tolerances.DEFAULT, sequences);
    }

    /** Popular items, any items, and a few that come again and again among unknown ones. */
    private static Map<String, long[]> keys(int items) {
        SplittableRandom random = new SplittableRandom(items);
        Map<String, long[]> keys = new LinkedHashMap<>();
        keys.put(
                "popular",
                random.longs(GOLDEN_STEPS, 1, Math.min(items, 50) + 1L).toArray());
        keys.put("any", random.longs(GOLDEN_STEPS, 1, items + 1L).toArray());
        keys.put("again", random.longs(GOLDEN_STEPS, 0, Math.min(items, 4) + 1L).toArray());
        return keys;
    }

    private GoldenVectors.Sequence sequence(String key, long[] ids, Network network, NDManager arrays) {
        Sizes sizes = cell.sizes();
        List<List<Float>> inputs = new ArrayList<>();
        List<List<Float>> outputs = new ArrayList<>();
        NDArray state = arrays.zeros(new Shape(GOLDEN_LANES, sizes.state()));
        for (long id : ids) {
            long[] x = new long[GOLDEN_LANES];
            Arrays.fill(x, id);
            NDList found = network.call("forward", arrays.create(x, new Shape(GOLDEN_LANES, 1)), state);
            inputs.add(List.of((float) id));
            outputs.add(GoldenInputs.boxed(found.get(0).toFloatArray(), 0, sizes.output()));
            state = found.get(1);
        }
        return new GoldenVectors.Sequence(
                key, inputs, outputs, GoldenInputs.boxed(state.toFloatArray(), 0, sizes.state()));
    }
}
