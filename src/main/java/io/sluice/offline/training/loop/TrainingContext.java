package io.sluice.offline.training.loop;

import java.util.function.BooleanSupplier;

/**
 * The values that all trainings of a {@link Trainer} share.
 *
 * @param settings the keys that every recipe has
 * @param seed the seed of all random numbers
 * @param listener is informed about the progress
 * @param stop returns true once the training should stop after the current window
 */
record TrainingContext(CommonRecipe settings, long seed, TrainingListener listener, BooleanSupplier stop) {}
