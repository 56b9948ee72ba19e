package io.sluice.offline.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be trained.
 *
 * @param recipe a {@code recipe.properties}
 * @param data the folder that holds the data
 * @param out the bundle's folder, made where there is none; the checkpoints are below it
 * @param seed of all that is random
 * @param resume whether to go on from the checkpoints of an earlier run
 * @param folds of a cross-validation before the training; 0: none
 * @param report where the report is written, as JSON; absent: nowhere
 */
public record TrainingRequest(
        Path recipe,
        Path data,
        Path out,
        long seed,
        boolean resume,
        int folds,
        @Nullable Path report) {}
