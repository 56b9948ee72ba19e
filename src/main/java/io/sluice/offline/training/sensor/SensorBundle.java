package io.sluice.offline.training.sensor;

import ai.djl.ndarray.types.DataType;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.offline.training.recipe.GoldenInputs;
import io.sluice.offline.training.recipe.GoldenSequences;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes a trained sensor module as a bundle: weights, manifest and golden vectors. */
final class SensorBundle {
    private static final String WEIGHTS = "model.pt";

    private SensorBundle() {}

    /**
     * Writes model.pt, model.json and golden.json.
     *
     * @param archive the trained module as a TorchScript archive
     * @param files the number of files from which it learned; null if it learned from a user's own events
     */
    static void write(Path folder, SensorSettings settings, byte[] archive, @Nullable Integer files)
            throws IOException {
        SensorModule module = settings.module();
        Bundle.write(folder, manifest(settings, module, archive, files), archive, golden(settings, module, archive));
    }

    private static Manifest manifest(
            SensorSettings settings, SensorModule module, byte[] archive, @Nullable Integer files) {
        return new Manifest(
                Manifest.FORMAT,
                settings.common().name(),
                settings.common().version(),
                Manifest.Task.ANOMALY,
                new Manifest.Weights(WEIGHTS, Bundle.sha256(archive)),
                module.sizes(),
                settings.input(),
                module.outputs().stream().map(Manifest.Output::new).toList(),
                settings.scorer() == Manifest.ScorerKind.TAILS ? null : settings.scorer(), // the default
                settings.scoring(),
                settings.common().sets().stream()
                        .map(set -> new Manifest.TrainedOn(set.name(), set.licence(), files))
                        .toList());
    }

    private static GoldenVectors golden(SensorSettings settings, SensorModule module, byte[] archive)
            throws IOException {
        return new GoldenVectors(
                GoldenVectors.Tolerances.DEFAULT,
                new GoldenSequences(module.sizes(), DataType.FLOAT32)
                        .of(archive, GoldenInputs.rowsByKey(settings.channels(), module.encoder())));
    }
}
