package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import java.util.List;

/** The names of nodes, store and internal topics. They are fixed, because a new name would lose the users' states. */
public final class TopologyNames {
    static final String EVENTS = "events";
    static final String KEYING = "keying";
    static final String KEYING_DEAD_LETTERS = "keying-dead-letters";
    static final String KEYED_EVENTS = "keyed-events";

    /** The node that Kafka Streams puts before the sink of a repartition topic; a processor forwards to it by name. */
    static final String KEYED_EVENTS_SINK = KEYED_EVENTS + "-repartition-filter";

    static final String SCORING = "scoring";
    static final String STORE = "key-state";
    static final String PREDICTIONS = "predictions";
    static final String ALERTS = "alerts";
    static final String DEAD_LETTERS = "dead-letters";

    private TopologyNames() {}

    /** Returns the topics that the scoring processor reads: the input, or the repartition topic. */
    static List<String> scoredTopics(SluiceConfig config) {
        return config.repartitions() ? List.of(repartitionTopic(config)) : config.inputTopics();
    }

    /** Returns the topic of events on their way to the scoring processor, as Kafka Streams names it. */
    public static String repartitionTopic(SluiceConfig config) {
        return config.applicationId() + "-" + KEYED_EVENTS + "-repartition";
    }

    /** Returns the changelog of the store, as Kafka Streams names it. */
    public static String changelogTopic(SluiceConfig config) {
        return config.applicationId() + "-" + STORE + "-changelog";
    }
}
