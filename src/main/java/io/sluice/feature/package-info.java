/** Turns an event into a row of the model's input. */
@NullMarked
package io.sluice.feature;

import org.jspecify.annotations.NullMarked;
