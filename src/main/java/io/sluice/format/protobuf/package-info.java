/** Events in Protocol Buffers. */
@NullMarked
package io.sluice.format.protobuf;

import org.jspecify.annotations.NullMarked;
