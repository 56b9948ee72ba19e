/** Loads a bundle with the engine that its weights need, and verifies it. */
@NullMarked
package io.sluice.runtime;

import org.jspecify.annotations.NullMarked;
