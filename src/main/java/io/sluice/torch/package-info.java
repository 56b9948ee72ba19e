/** Runs models with PyTorch through DJL: loads a bundle, steps a batch and chooses a device. */
@NullMarked
package io.sluice.torch;

import org.jspecify.annotations.NullMarked;
