package io.sluice.offline.training.sensor;

import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.onnx.OnnxForm;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Trains a {@link SensorModule} to forecast the next reading of each channel. */
final class SensorLearner implements Learner<Series, ForecastErrors> {
    private final SensorSettings settings;
    private final SensorModule module;
    private final long seed;

    SensorLearner(SensorSettings settings, long seed) {
        this.settings = settings;
        this.module = settings.module();
        this.seed = seed;
    }

    @Override
    public byte[] initial() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                out, SensorModule.CLASS_NAME, module.initialWeights(new SplittableRandom(seed)), module.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return SensorModule.learns(parameter);
    }

    @Override
    public Batches batches(List<Series> examples) {
        PaddedSeries series = PaddedSeries.cut(examples, module.encoder(), settings.laneSteps());
        return new ForecastBatches(series, module, settings.windowSteps());
    }

    @Override
    public OnnxForm onnx() {
        return OnnxForm.of(SensorOnnx.network(module), settings.choice().kind().key());
    }

    @Override
    public ForecastErrors measure(byte[] archive, List<Series> examples) throws IOException {
        return new Forecaster(module, archive).measure(examples);
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<ForecastErrors> evidence) throws IOException {
        SensorBundle.write(
                folder,
                settings,
                archive,
                evidence.origin().isFolder() ? evidence.learned().series().size() : null);
        Files.write(
                folder.resolve("README.md"),
                new SensorCard(settings, evidence).text().getBytes(StandardCharsets.UTF_8));
    }
}
