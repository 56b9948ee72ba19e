package io.sluice.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic that exists on a broker.
 *
 * @param name the topic's name
 * @param partitions the number of partitions
 * @param replicas the number of replicas of each partition
 * @param settings all effective settings of the topic, defaults included, by Kafka's names
 * @param overrides the settings that were set on the topic itself, sorted
 */
public record LiveTopic(
        String name, int partitions, int replicas, Map<String, String> settings, Map<String, String> overrides) {
    public LiveTopic {
        settings = Map.copyOf(settings);
        overrides = new TreeMap<>(overrides);
    }

    /**
     * Compares this topic with its description in a file.
     *
     * @return one line for each difference; values that the file leaves to the broker are not compared
     */
    public List<String> differences(TopicSpec spec) {
        List<String> lines = new ArrayList<>();
        if (spec.partitions().orElse(partitions) != partitions) {
            lines.add("partitions: file " + spec.partitions().orElseThrow() + ", broker " + partitions);
        }
        if (spec.replicas().orElse((short) replicas) != replicas) {
            lines.add("replicas: file " + spec.replicas().orElseThrow() + ", broker " + replicas);
        }
        spec.config().forEach((key, wanted) -> {
            String found = settings.getOrDefault(key, "no such setting");
            if (!wanted.equals(found)) {
                lines.add(key + ": file " + wanted + ", broker " + found);
            }
        });
        overrides.forEach((key, found) -> {
            if (!spec.config().containsKey(key)) {
                lines.add(key + ": file leaves the default, broker " + found);
            }
        });
        return lines;
    }
}
