package io.sluice.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic as a broker has it.
 *
 * @param settings every setting that is in force for the topic, by Kafka's names
 * @param overrides those of them that were set on the topic itself
 */
public record LiveTopic(
        String name, int partitions, int replicas, Map<String, String> settings, Map<String, String> overrides) {
    public LiveTopic {
        settings = Map.copyOf(settings);
        overrides = new TreeMap<>(overrides);
    }

    /** What is not as the file describes it, one line each; what the file leaves to the broker is no difference. */
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
