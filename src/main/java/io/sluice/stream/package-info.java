/** The Kafka Streams topology and what runs it. */
@NullMarked
package io.sluice.stream;

import org.jspecify.annotations.NullMarked;
