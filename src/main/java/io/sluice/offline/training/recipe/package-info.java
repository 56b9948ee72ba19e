/** The parts that all types of recipe share: recipe file, data, split, golden vectors, model card. */
@NullMarked
package io.sluice.offline.training.recipe;

import org.jspecify.annotations.NullMarked;
