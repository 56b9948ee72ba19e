package io.sluice.training;

import io.sluice.feature.NumericEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Teaches a {@link SensorCell} to forecast the next reading of each channel. */
final class SensorLearner implements Learner<Series, ForecastErrors> {
    private final SensorRecipe recipe;
    private final long seed;

    SensorLearner(SensorRecipe recipe, long seed) {
        this.recipe = recipe;
        this.seed = seed;
    }

    @Override
    public byte[] initial() throws IOException {
        SensorCell cell = recipe.cell();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                out, SensorCell.CLASS_NAME, cell.initialWeights(new SplittableRandom(seed)), cell.methods());
        return out.toByteArray();
    }

    @Override
    public boolean learns(String parameter) {
        return SensorCell.learns(parameter);
    }

    @Override
    public Batches batches(List<Series> examples) {
        NumericEncoder encoder =
                new NumericEncoder(recipe.channels(), recipe.cell().columns());
        return new ForecastBatches(
                Lanes.cut(examples, encoder, recipe.laneSteps()), recipe.cell(), recipe.windowSteps());
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
                new ModelCard(recipe, evidence).text().getBytes(StandardCharsets.UTF_8));
    }
}
