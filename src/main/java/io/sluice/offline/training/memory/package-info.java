/** An experiment on memory: the reach of gradients back in time in a recurrent cell. */
@NullMarked
package io.sluice.offline.training.memory;

import org.jspecify.annotations.NullMarked;
