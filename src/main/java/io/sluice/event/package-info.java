/** Decodes the bytes of a record to an event, or to the reason why there is none. */
@NullMarked
package io.sluice.event;

import org.jspecify.annotations.NullMarked;
