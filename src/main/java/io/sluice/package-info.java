/** Stateful inference on event streams. */
@NullMarked
package io.sluice;

import org.jspecify.annotations.NullMarked;
