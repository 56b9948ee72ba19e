/** TorchScript without Python: archives, parameters, and modules for training and inference. */
@NullMarked
package io.sluice.offline.training.torchscript;

import org.jspecify.annotations.NullMarked;
