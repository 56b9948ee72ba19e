package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The properties of the topics that the pipeline adapts to, or that the user should know of.
 *
 * @param limits the records that the topics accept
 * @param statePartitions the number of partitions that the stored states are spread over; empty if there are none yet
 * @param inputPartitions the numbers of partitions of the input topics
 */
record TopicFindings(TopicLimits limits, OptionalInt statePartitions, Map<String, Integer> inputPartitions) {
    TopicFindings {
        inputPartitions = Map.copyOf(inputPartitions);
    }

    /** Returns the number of partitions that states are or will be spread over. */
    int scoredPartitions() {
        return statePartitions.orElseGet(() -> Collections.max(inputPartitions.values()));
    }

    /**
     * Warns of events that may come out of order. If the key is a field of the event, the partition of a record need
     * not depend on it. A repartition topic brings the events of a key together, but cannot restore their order.
     *
     * @return empty if each record has its key, or if each input topic has one partition
     */
    Optional<String> warningOfOrder(SluiceConfig config) {
        String spread = new TreeMap<>(inputPartitions)
                .entrySet().stream()
                        .filter(topic -> topic.getValue() > 1)
                        .map(topic -> "topic " + topic.getKey() + " has " + topic.getValue() + " partitions")
                        .collect(Collectors.joining(", "));
        if (!config.repartitions() || spread.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(spread + ", and the key is a field of the event, " + config.eventKey()
                + ": if a producer spreads the events of one key over partitions, they lose their order; give all"
                + " records of a key the same record key, or use one partition; sluice_events_late_total counts events"
                + " that are out of order");
    }
}
