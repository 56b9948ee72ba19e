/** The parts that every type of recipe shares: data, split, golden inputs, model card. */
@NullMarked
package io.sluice.offline.training.recipe;

import org.jspecify.annotations.NullMarked;
