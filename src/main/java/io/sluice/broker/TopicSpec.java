package io.sluice.broker;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The description of a topic in a file.
 *
 * @param name the topic's name in Kafka
 * @param partitions the number of partitions; empty for the broker's default
 * @param replicas the number of replicas; empty for the broker's default
 * @param config the settings of the topic, by Kafka's names, sorted
 */
public record TopicSpec(
        String name, Optional<Integer> partitions, Optional<Short> replicas, Map<String, String> config) {
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    public TopicSpec {
        if (!LEGAL.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("topic name '" + name
                    + "' is not valid; use 1 to 249 letters, digits, dots, underscores and hyphens");
        }
        if (partitions.orElse(1) < 1 || replicas.orElse((short) 1) < 1) {
            throw new IllegalArgumentException("topic " + name + " has fewer than 1 partition or fewer than 1 replica");
        }
        config = new TreeMap<>(config);
    }
}
