package io.sluice.torch;

import io.sluice.model.Bundle;
import io.sluice.model.BundleFixture;
import io.sluice.model.GoldenVectors;
import io.sluice.model.ReferenceGru;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.offline.training.torchscript.GruSource;
import io.sluice.offline.training.torchscript.Parameter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes bundles with the weights of a reference model, and with golden vectors that the reference computed. */
public final class GruBundle {
    private GruBundle() {}

    /** Writes a bundle of {@code model} into {@code directory}. */
    public static void write(Path directory, ReferenceGruModel model) throws IOException {
        write(directory, model.sizes(), module(model), BundleFixture.golden(model));
    }

    /** Writes a bundle of parts that may not fit together. */
    static void write(Path directory, Sizes sizes, byte[] module, GoldenVectors golden) throws IOException {
        Bundle.write(directory, BundleFixture.manifest(sizes, module), module, golden);
    }

    /** Returns the model as a TorchScript archive. */
    public static byte[] module(ReferenceGruModel model) throws IOException {
        Sizes sizes = model.sizes();
        ReferenceGru gru = model.gru();
        int gates = 3 * sizes.state();
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        GruSource.write(
                archive,
                List.of(
                        new Parameter("w_ih", List.of(gates, sizes.input()), gru.weightIh()),
                        new Parameter("w_hh", List.of(gates, sizes.state()), gru.weightHh()),
                        new Parameter("b_ih", List.of(gates), gru.biasIh()),
                        new Parameter("b_hh", List.of(gates), gru.biasHh()),
                        new Parameter("w_o", List.of(sizes.output(), sizes.state()), model.headWeight()),
                        new Parameter("b_o", List.of(sizes.output()), model.headBias())));
        return archive.toByteArray();
    }
}
