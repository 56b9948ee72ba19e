/** The formats of events: a record's value to an event, or to the reason why it cannot be read. */
@NullMarked
package io.sluice.format;

import org.jspecify.annotations.NullMarked;
