package io.sluice.it;

import io.sluice.model.Bundle;
import io.sluice.model.BundleFixture;
import io.sluice.model.Manifest;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.onnx.OnnxModels;
import io.sluice.torch.GruBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A bundle of a GRU with random weights. Its input is the value and the missing mark of each channel and the time gap.
 * Its first output is a surprise that is never negative.
 *
 * @param reference the same weights in plain Java
 */
record ChannelGru(Path folder, List<String> channels, ReferenceGruModel reference) {
    private static final int HIDDEN = 24;
    private static final long SEED = 11;

    /** Writes a bundle of TorchScript. */
    static ChannelGru write(Path folder, String... channels) throws IOException {
        ReferenceGruModel model = model(channels);
        return write(folder, model, "model.pt", GruBundle.module(model), channels);
    }

    /** Writes a bundle of ONNX that takes runs. */
    static ChannelGru writeOnnx(Path folder, String... channels) throws IOException {
        ReferenceGruModel model = model(channels);
        return write(folder, model, "model.onnx", OnnxModels.runs(model), channels);
    }

    private static ChannelGru write(
            Path folder, ReferenceGruModel model, String file, byte[] module, String... channels) throws IOException {
        List<Manifest.Input.Field> fields = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        List<Manifest.Output> outputs = new ArrayList<>(List.of(new Manifest.Output("surprise")));
        for (String channel : channels) {
            fields.add(new Manifest.Input.Field(channel, "/" + channel));
            columns.addAll(List.of(channel, channel + ".missing"));
            outputs.add(new Manifest.Output("expected." + channel));
        }
        columns.add("gap.log_seconds");
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                "random-gru",
                "1.0.0",
                Manifest.Task.ANOMALY,
                new Manifest.Weights(file, Bundle.sha256(module)),
                model.sizes(),
                new Manifest.Input.Numeric(fields, columns),
                outputs,
                Map.of("open", 0.7, "close", 0.6, "quiet", 2.0), // incidents open and close even in short tests
                List.of());
        Bundle.write(folder, manifest, module, BundleFixture.golden(model));
        return new ChannelGru(folder, List.of(channels), model);
    }

    /** Keeps y[0] at least 0: hidden units lie in [-1, 1], so the sum of the head's absolute weights is enough bias. */
    private static ReferenceGruModel model(String... channels) {
        Sizes sizes = new Sizes(2 * channels.length + 1, HIDDEN, channels.length + 1);
        ReferenceGruModel random = ReferenceGruModel.random(sizes, SEED);
        float[] weight = random.headWeight();
        float[] bias = random.headBias();
        bias[0] = 0;
        for (int i = 0; i < sizes.state(); i++) {
            bias[0] += Math.abs(weight[i]);
        }
        return new ReferenceGruModel(random.gru(), weight, bias);
    }
}
