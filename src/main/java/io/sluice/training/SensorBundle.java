package io.sluice.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a trained cell as a bundle: weights, manifest and golden vectors. */
final class SensorBundle {
    private static final String WEIGHTS = "model.pt";
    /** The keys run together, padded to so many rows: from 4 on, a row's result does not depend on their number. */
    private static final int GOLDEN_LANES = 4;

    private SensorBundle() {}

    /**
     * Writes model.pt, model.json and golden.json.
     *
     * @param archive the cell as a TorchScript archive
     * @param files how many files it was trained on
     */
    static void write(Path folder, SensorRecipe recipe, byte[] archive, int files) throws IOException {
        Bundle.write(folder, manifest(recipe, archive, files), archive, golden(recipe.cell(), recipe, archive));
    }

    private static Manifest manifest(SensorRecipe recipe, byte[] archive, int files) {
        SensorCell cell = recipe.cell();
        return new Manifest(
                Manifest.FORMAT,
                recipe.settings().name(),
                recipe.settings().version(),
                Manifest.Task.ANOMALY,
                new Manifest.Weights(WEIGHTS, Bundle.sha256(archive)),
                cell.sizes(),
                new Manifest.Input(
                        Manifest.Input.Kind.NUMERIC,
                        recipe.channels().stream().map(SensorBundle::field).toList(),
                        cell.columns()),
                cell.outputs().stream().map(Manifest.Output::new).toList(),
                recipe.scoring(),
                recipe.settings().sets().stream()
                        .map(set -> set.trainedOn(files))
                        .toList());
    }

    private static Manifest.Input.Field field(String channel) {
        return new Manifest.Input.Field(
                channel, "/" + channel.replace("~", "~0").replace("/", "~1"));
    }

    private static GoldenVectors golden(SensorCell cell, SensorRecipe recipe, byte[] archive) throws IOException {
        Map<String, List<float[]>> inputs =
                GoldenInputs.of(recipe.channels(), new NumericEncoder(recipe.channels(), cell.columns()));
        List<GoldenVectors.Sequence> sequences = new ArrayList<>();
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            for (Map.Entry<String, List<float[]>> key : inputs.entrySet()) {
                sequences.add(sequence(key.getKey(), key.getValue(), network, arrays, cell));
            }
        }
        return new GoldenVectors(GoldenVectors.Tolerances.DEFAULT, sequences);
    }

    private static GoldenVectors.Sequence sequence(
            String key, List<float[]> rows, Network network, NDManager arrays, SensorCell cell) {
        Sizes sizes = cell.sizes();
        float[] x = new float[rows.size() * GOLDEN_LANES * sizes.input()];
        for (int i = 0; i < rows.size() * GOLDEN_LANES; i++) {
            System.arraycopy(rows.get(i / GOLDEN_LANES), 0, x, i * sizes.input(), sizes.input());
        }
        NDList result = cell.sequence(network, arrays, x, GOLDEN_LANES, new float[GOLDEN_LANES * sizes.state()]);
        float[] y = result.get(0).toFloatArray();
        float[] state = result.get(1).toFloatArray();
        List<List<Float>> outputs = new ArrayList<>();
        for (int t = 0; t < rows.size(); t++) {
            outputs.add(GoldenInputs.boxed(y, t * GOLDEN_LANES * sizes.output(), sizes.output()));
        }
        return new GoldenVectors.Sequence(
                key,
                rows.stream().map(row -> GoldenInputs.boxed(row, 0, row.length)).toList(),
                outputs,
                GoldenInputs.boxed(state, 0, sizes.state()));
    }
}
