package io.sluice.offline.training.sensor;

import io.sluice.feature.NumericEncoder;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Teaches a {@link SensorModule} to forecast the next reading of each channel. */
final class SensorLearner implements Learner<Series, ForecastErrors> {
    private final SensorRecipe recipe;
    private final long seed;

    SensorLearner(SensorRecipe recipe, long seed) {
        this.recipe = recipe;
        this.seed = seed;
    }

    @Override
    public byte[] initial() throws IOException {
        SensorModule cell = recipe.cell();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                out, SensorModule.CLASS_NAME, cell.initialWeights(new SplittableRandom(seed)), cell.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return SensorModule.learns(parameter);
    }

    @Override
    public Batches batches(List<Series> examples) {
        NumericEncoder encoder =
                new NumericEncoder(recipe.channels(), recipe.cell().columns());
        return new ForecastBatches(
                PaddedSeries.cut(examples, encoder, recipe.laneSteps()), recipe.cell(), recipe.windowSteps());
    }

    @Override
    public ForecastErrors measure(byte[] archive, List<Series> examples) throws IOException {
        return new ForecastErrors(ForecastError.measure(recipe, archive, examples));
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<ForecastErrors> evidence) throws IOException {
        SensorBundle.write(folder, recipe, archive, evidence.learned().series().size());
        Files.write(
                folder.resolve("README.md"),
                new SensorCard(recipe, evidence).text().getBytes(StandardCharsets.UTF_8));
    }
}
