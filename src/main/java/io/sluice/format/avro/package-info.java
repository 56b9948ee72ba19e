/** Events in Avro. */
@NullMarked
package io.sluice.format.avro;

import org.jspecify.annotations.NullMarked;
