package io.sluice.simulation;

import io.sluice.config.SluiceConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * The circumstances of a schedule.
 *
 * @param settings the properties of the pipeline
 * @param config the same as a configuration
 * @param atLeastOnce whether the pipeline has accepted to run at least once
 * @param anyOrder whether a task takes the records of its partitions in any order, and not the earliest first
 * @param topics the number of input topics, 1 or 2
 * @param partitions the number of partitions of each topic, which is that of tasks
 * @param instances the number of instances of the pipeline
 * @param keys the number of keys
 * @param records the number of records
 * @param longestRun the longest run that the model takes
 * @param stepNanos the time that a step of the model takes, in nanoseconds
 */
record World(
        Map<String, String> settings,
        SluiceConfig config,
        boolean atLeastOnce,
        boolean anyOrder,
        int topics,
        int partitions,
        int instances,
        int keys,
        int records,
        int longestRun,
        long stepNanos) {
    static final List<String> TOPICS = List.of("events", "more-events");

    private static final String GUARANTEE = "processing.guarantee";

    @Override
    public String toString() {
        return topics + " topics of " + partitions + " partitions, " + instances + " instances, " + keys + " keys, "
                + records + " records, runs of " + longestRun + ", " + stepNanos + " ns a step, "
                + (anyOrder ? "any order, " : "") + (atLeastOnce ? "at least once, " : "") + settings;
    }

    /** Makes worlds, and keeps configurations, as reading one takes longer than a schedule. */
    static final class Source {
        private final Map<Map<String, String>, SluiceConfig> configs = new HashMap<>();
        private final Tally tally;

        Source(Tally tally) {
            this.tally = tally;
        }

        World draw(Dice dice) {
            int topics = dice.oneOf(1, 2, 2);
            Map<String, String> properties = properties(dice, topics);
            boolean atLeastOnce = dice.chance(5) && accepts(properties);
            return new World(
                    properties,
                    configs.computeIfAbsent(properties, SluiceConfig::new),
                    atLeastOnce,
                    dice.chance(20),
                    topics,
                    dice.between(1, 3),
                    dice.between(2, 3),
                    dice.oneOf(2, 5, 12),
                    dice.between(150, 360),
                    dice.oneOf(1, 4, 64),
                    dice.oneOf(0L, 20_000L, 3_000_000L, 30_000_000L));
        }

        private static Map<String, String> properties(Dice dice, int topics) {
            Map<String, String> properties = new HashMap<>(Map.of(
                    "bootstrap.servers", "unused:1",
                    "application.id", "simulated",
                    "sluice.model", "unused",
                    "sluice.input.topic", String.join(",", TOPICS.subList(0, topics)),
                    "sluice.output.topic", "scores",
                    "sluice.state.store", dice.oneOf("memory", "rocksdb"),
                    "sluice.output.raw", Boolean.toString(dice.chance(30)),
                    "sluice.batch.rows", dice.oneOf("1", "2", "3", "16", "64"),
                    "sluice.state.ttl.ms", dice.oneOf("0", "60", "1000")));
            if (dice.chance(60)) {
                properties.put("sluice.alert.topic", "alerts");
                properties.put("sluice.alert.silence.ms", dice.oneOf("0", "40"));
            }
            return properties;
        }

        /** Asks the pipeline to run at least once, which it refuses. */
        private boolean accepts(Map<String, String> properties) {
            Map<String, String> asked = new HashMap<>(properties);
            asked.put(GUARANTEE, "at_least_once");
            try {
                configs.computeIfAbsent(asked, SluiceConfig::new);
                return true;
            } catch (ConfigException e) {
                tally.count(Tally.Path.REFUSED_AT_LEAST_ONCE);
                return false;
            }
        }
    }
}
