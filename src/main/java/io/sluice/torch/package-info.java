/** PyTorch through DJL: loading a bundle, stepping a batch, devices. */
@NullMarked
package io.sluice.torch;

import org.jspecify.annotations.NullMarked;
