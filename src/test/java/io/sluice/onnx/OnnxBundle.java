package io.sluice.onnx;

import io.sluice.model.Bundle;
import io.sluice.model.BundleFixture;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import java.io.IOException;
import java.nio.file.Path;

/** Writes ONNX bundles with the weights of a reference model, and with golden vectors that the reference computed. */
public final class OnnxBundle {
    private OnnxBundle() {}

    /** Writes a bundle of runs of {@code model} into {@code directory}. */
    public static void write(Path directory, ReferenceGruModel model) throws IOException {
        write(directory, model.sizes(), OnnxModels.runs(model), BundleFixture.golden(model));
    }

    /** Writes a bundle of parts that may not fit together. */
    static void write(Path directory, Sizes sizes, byte[] file, GoldenVectors golden) throws IOException {
        Manifest.Weights weights = new Manifest.Weights("model.onnx", Bundle.sha256(file));
        Bundle.write(directory, BundleFixture.manifest(sizes, file).with(weights), file, golden);
    }
}
