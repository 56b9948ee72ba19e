/**
 * The scoring core: look-ahead, the pending records of each key, rounds of distinct keys, and calls of the model. It
 * knows no Kafka Streams.
 */
@NullMarked
package io.sluice.engine;

import org.jspecify.annotations.NullMarked;
