/** A user's own model and events: a bare TorchScript file becomes a bundle, and events become rows and predictions. */
@NullMarked
package io.sluice.offline.imports;

import org.jspecify.annotations.NullMarked;
