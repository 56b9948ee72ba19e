package io.sluice.offline.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The request to train one model.
 *
 * @param recipe the file {@code recipe.properties}
 * @param data the folder that holds the data
 * @param out the folder of the bundle; it is created if it does not exist, and holds the checkpoints during the run
 * @param seed the seed of all random numbers
 * @param resume true to continue from the checkpoints of an interrupted run
 * @param folds the number of folds of a cross-validation before the training; 0 means no cross-validation
 * @param report the JSON file to which the report is written; null means no report
 */
public record TrainingRequest(
        Path recipe,
        Path data,
        Path out,
        long seed,
        boolean resume,
        int folds,
        @Nullable Path report) {}
