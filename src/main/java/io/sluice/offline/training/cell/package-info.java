/** Recurrent cells and their layers, as TorchScript. */
@NullMarked
package io.sluice.offline.training.cell;

import org.jspecify.annotations.NullMarked;
