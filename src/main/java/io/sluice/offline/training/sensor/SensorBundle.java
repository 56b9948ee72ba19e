package io.sluice.offline.training.sensor;

import ai.djl.ndarray.types.DataType;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.offline.training.recipe.GoldenInputs;
import io.sluice.offline.training.recipe.GoldenSequences;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a trained cell as a bundle: weights, manifest and golden vectors. */
final class SensorBundle {
    private static final String WEIGHTS = "model.pt";

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
        SensorModule cell = recipe.cell();
        return new Manifest(
                Manifest.FORMAT,
                recipe.settings().name(),
                recipe.settings().version(),
                Manifest.Task.ANOMALY,
                new Manifest.Weights(WEIGHTS, Bundle.sha256(archive)),
                cell.sizes(),
                new Manifest.Input.Numeric(
                        recipe.channels().stream().map(SensorBundle::field).toList(), cell.columns()),
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

    private static GoldenVectors golden(SensorModule cell, SensorRecipe recipe, byte[] archive) throws IOException {
        Map<String, List<List<Float>>> keys = new LinkedHashMap<>();
        GoldenInputs.of(recipe.channels(), new NumericEncoder(recipe.channels(), cell.columns()))
                .forEach((key, rows) -> keys.put(
                        key,
                        rows.stream()
                                .map(row -> GoldenInputs.boxed(row, 0, row.length))
                                .toList()));
        return new GoldenVectors(
                GoldenVectors.Tolerances.DEFAULT,
                new GoldenSequences(cell.sizes(), DataType.FLOAT32).of(archive, keys));
    }
}
