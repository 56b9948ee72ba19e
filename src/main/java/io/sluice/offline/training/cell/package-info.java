/** Recurrent cells and their layers, as TorchScript source and initial weights. */
@NullMarked
package io.sluice.offline.training.cell;

import org.jspecify.annotations.NullMarked;
