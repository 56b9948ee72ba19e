package io.sluice.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.training.CrossValidation.Fold;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Trains a sensor bundle from a recipe and a folder of data.
 *
 * <pre>{@code
 * SensorTraining.read(Path.of("recipe.properties"), Path.of("nab"), 1, System.err::println)
 *         .crossValidate(5)
 *         .writeReport(Path.of("report.json"))
 *         .writeBundle(Path.of("models/sensor-anomaly"));
 * }</pre>
 */
public final class SensorTraining {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final byte[] recipeFile;
    private final SensorRecipe recipe;
    private final List<Series> series;
    private final long seed;
    private final Consumer<String> progress;
    private List<Fold> folds = List.of();

    private SensorTraining(
            byte[] recipeFile, SensorRecipe recipe, List<Series> series, long seed, Consumer<String> progress) {
        this.recipeFile = recipeFile;
        this.recipe = recipe;
        this.series = series;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * Reads recipe and data.
     *
     * @param seed of the initial weights
     * @param progress is given lines as the training goes on
     * @throws org.apache.kafka.common.config.ConfigException where the recipe is wrong
     * @throws TrainingException where the data is
     */
    public static SensorTraining read(Path recipeFile, Path data, long seed, Consumer<String> progress)
            throws IOException {
        byte[] bytes = Files.readAllBytes(recipeFile);
        SensorRecipe recipe = SensorRecipe.of(properties(recipeFile));
        List<Series> series = new SeriesFiles(data, recipe.channels()).read(recipe.files());
        progress.accept(series.size() + " series, "
                + series.stream().mapToInt(Series::size).sum() + " rows");
        return new SensorTraining(bytes, recipe, series, seed, progress);
    }

    private static Map<String, String> properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    /** Measures the recipe on series that training does not see; the model card will show it. */
    public SensorTraining crossValidate(int count) throws IOException {
        folds = CrossValidation.run(recipe, series, count, seed, progress);
        return this;
    }

    /** Writes the cross-validation's figures as JSON. */
    public SensorTraining writeReport(Path file) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("recipe", recipe);
        report.put("seed", seed);
        report.put(
                "below",
                folds.stream().filter(f -> f.error().isBelowPersistence()).count());
        report.put("files", folds);
        Files.writeString(file, JSON.writeValueAsString(report) + "\n");
        return this;
    }

    /** Trains on all series and writes the whole bundle, over the files that are there. */
    public void writeBundle(Path folder) throws IOException {
        byte[] archive = new ForecastTrainer(recipe).train(series, seed, this::reportLoss);
        SensorBundle.write(folder, recipe, archive, series.size());
        Files.write(folder.resolve("recipe.properties"), recipeFile);
        String card = new ModelCard(recipe, seed, folds, ForecastError.measure(recipe, archive, series)).text();
        Files.write(folder.resolve("README.md"), card.getBytes(StandardCharsets.UTF_8));
        progress.accept("wrote " + folder);
    }

    private void reportLoss(double loss) {
        progress.accept(String.format(
                Locale.ROOT, "loss %.4f (1 is as good as repeating the last value, weighted by rows)", loss));
    }
}
