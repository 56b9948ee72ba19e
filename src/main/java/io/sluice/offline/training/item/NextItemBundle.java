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

/** Writes a trained module as a bundle: weights, vocabulary, manifest and golden vectors. */
final class NextItemBundle {
    private static final String WEIGHTS = "model.pt";
    private static final String VOCABULARY = "vocabulary.txt";
    private static final int GOLDEN_STEPS = 24;
    /**
     * The rows of a step of the golden vectors. From 4 rows on, the result of a row does not depend on the number of
     * rows.
     */
    private static final int GOLDEN_ROWS = 4;

    private final NextItemSettings settings;
    private final NextItemModule module;
    private final byte[] archive;

    private NextItemBundle(NextItemSettings settings, NextItemModule module, byte[] archive) {
        this.settings = settings;
        this.module = module;
        this.archive = archive;
    }

    /**
     * Writes model.pt, vocabulary.txt, model.json and golden.json.
     *
     * @param items the items in the order of their ids
     * @param archive the module as a TorchScript archive
     * @param files the data files that it was trained on
     */
    static void write(
            Path folder,
            NextItemSettings settings,
            NextItemModule module,
            List<String> items,
            byte[] archive,
            List<DataFile> files)
            throws IOException {
        NextItemBundle bundle = new NextItemBundle(settings, module, archive);
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
                settings.common().name(),
                settings.common().version(),
                Manifest.Task.RANKING,
                new Manifest.Weights(WEIGHTS, Bundle.sha256(archive)),
                module.sizes(),
                settings.common().layout().apply(new Manifest.Input.Item(VOCABULARY)),
                module.output().names().stream().map(Manifest.Output::new).toList(),
                Map.of(),
                settings.common().sets().stream()
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

    /** Returns the item ids of three keys: popular items, any items, and a few items that repeat among unknown ones. */
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
        Sizes sizes = module.sizes();
        List<List<Float>> inputs = new ArrayList<>();
        List<List<Float>> outputs = new ArrayList<>();
        NDArray state = arrays.zeros(new Shape(GOLDEN_ROWS, sizes.state()));
        for (long id : ids) {
            long[] x = new long[GOLDEN_ROWS];
            Arrays.fill(x, id);
            NDList result = network.call("forward", arrays.create(x, new Shape(GOLDEN_ROWS, 1)), state);
            inputs.add(List.of((float) id));
            outputs.add(GoldenInputs.boxed(result.get(0).toFloatArray(), 0, sizes.output()));
            state = result.get(1);
        }
        return new GoldenVectors.Sequence(
                key, inputs, outputs, GoldenInputs.boxed(state.toFloatArray(), 0, sizes.state()));
    }
}
