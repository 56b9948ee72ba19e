package io.sluice.offline.evaluation.nab;

import java.nio.file.Path;

/**
 * A request to cross-validate a recipe.
 *
 * @param model the folder of the bundle with the recipe
 * @param data the data's folder
 * @param folds the number of folds
 * @param seed the seed of the trainings
 */
public record CrossValidationRequest(Path model, Path data, int folds, long seed) {}
