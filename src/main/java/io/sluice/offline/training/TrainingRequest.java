package io.sluice.offline.training;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request to train one model.
 *
 * @param recipe the file {@code recipe.properties}
 * @param changes the keys of the recipe that have other values
 * @param data the data
 * @param out the folder of the bundle; it is created if it does not exist, and holds the checkpoints during the run
 * @param seed the seed of all random numbers
 * @param resume true to continue from the checkpoints of an interrupted run
 * @param folds the number of folds of a cross-validation before the training; 0 means no cross-validation
 * @param report the JSON file to which the report is written; null means no report
 * @param falseAlertsPerDay the number of false alerts in a day of a key for which a threshold is chosen on the data;
 *     null means that none is chosen
 */
public record TrainingRequest(
        Path recipe,
        Map<String, String> changes,
        TrainingData data,
        Path out,
        long seed,
        boolean resume,
        int folds,
        @Nullable Path report,
        @Nullable BigDecimal falseAlertsPerDay) {
    public TrainingRequest {
        changes = Map.copyOf(changes);
    }

    /** A request to train a recipe as it is with a folder of data. */
    public TrainingRequest(
            Path recipe, Path data, Path out, long seed, boolean resume, int folds, @Nullable Path report) {
        this(recipe, Map.of(), new TrainingData.Folder(data), out, seed, resume, folds, report, null);
    }
}
