/** Experiments on memory: how far gradients reach back in a recurrent cell. */
@NullMarked
package io.sluice.offline.training.memory;

import org.jspecify.annotations.NullMarked;
