/** TorchScript without Python: archives, their parameters, and modules that can be trained. */
@NullMarked
package io.sluice.offline.training.torchscript;

import org.jspecify.annotations.NullMarked;
