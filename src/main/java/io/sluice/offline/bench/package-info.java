/** Measures throughput, cost and latency of an event, in Sluice and in plain Kafka Streams. */
@NullMarked
package io.sluice.offline.bench;

import org.jspecify.annotations.NullMarked;
