/** The stores of states: those of Kafka Streams with mends, and the memory that RocksDB takes. */
@NullMarked
package io.sluice.stream.store;

import org.jspecify.annotations.NullMarked;
