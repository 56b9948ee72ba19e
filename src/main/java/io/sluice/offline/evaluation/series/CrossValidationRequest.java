package io.sluice.offline.evaluation.series;

import java.nio.file.Path;

/**
 * A recipe that is to be cross-validated.
 *
 * @param model the folder of a bundle, whose recipe it is
 * @param data the data's folder
 * @param folds how many there are
 * @param seed of the training
 */
public record CrossValidationRequest(Path model, Path data, int folds, long seed) {}
