package io.sluice.offline.torture.plan;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The topics of a scenario.
 *
 * @param inputs the topics of events
 * @param changelog the topic of the states
 */
public record Topics(List<String> inputs, String predictions, String alerts, String deadLetters, String changelog) {
    /** The number of partitions of every topic. */
    public static final int PARTITIONS = 4;

    public Topics {
        inputs = List.copyOf(inputs);
    }

    /** Returns the topics of a scenario. */
    public static Topics of(Scenario scenario) {
        String name = scenario.name();
        return new Topics(
                IntStream.range(0, scenario.pipeline().inputs())
                        .mapToObj(input -> name + "-events-" + input)
                        .toList(),
                name + "-predictions",
                name + "-alerts",
                name + "-dead-letters",
                name + "-key-state-changelog");
    }

    /** Returns the topics that must exist before the pipeline starts. */
    public List<String> own() {
        return Stream.concat(inputs.stream(), outputs().stream()).toList();
    }

    /** Returns the topics that the pipeline writes for others. */
    public List<String> outputs() {
        return List.of(predictions, alerts, deadLetters);
    }
}
