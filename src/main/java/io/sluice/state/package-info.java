/** A key's hidden state: its byte layout, and whether it is resumed. */
@NullMarked
package io.sluice.state;

import org.jspecify.annotations.NullMarked;
