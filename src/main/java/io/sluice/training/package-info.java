/** Learning a bundle offline: the initial TorchScript archive, the trainer, the files of the bundle. */
@NullMarked
package io.sluice.training;

import org.jspecify.annotations.NullMarked;
