package io.sluice.stream;

import java.util.OptionalInt;

/**
 * The properties of the topics that the pipeline adapts to.
 *
 * @param limits the records that the topics accept
 * @param statePartitions the number of partitions that the stored states are spread over; empty if there are none yet
 */
record TopicFindings(TopicLimits limits, OptionalInt statePartitions) {}
