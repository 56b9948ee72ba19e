/** What the start checks know besides topics: the folder of the states, and why a broker cannot be used. */
@NullMarked
package io.sluice.stream.start;

import org.jspecify.annotations.NullMarked;
