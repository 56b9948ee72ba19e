package io.sluice.offline.soak;

import io.sluice.offline.bench.BenchTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of a soak. The broker deletes old events and predictions, so that the disk does not fill up. */
public final class SoakTopics {
    /** The topic of the events, which all pipelines read. */
    public static final String INPUT = "soak-events";

    /**
     * Settings of the broker. The segments are small, because the segment to which a partition is written is neither
     * deleted nor compacted; the rest makes that happen within seconds instead of minutes.
     */
    public static final Map<String, String> BROKER = Map.of(
            "log.segment.bytes", Integer.toString(16 << 20),
            "log.retention.check.interval.ms", "10000",
            "log.segment.delete.delay.ms", "5000");

    static final int PARTITIONS = 4;

    private static final long MEBIBYTE = 1 << 20;

    /** A partition of the events. At 5,000 events a second, it has those of the last 20 minutes. */
    private static final long INPUT_BYTES = 256 * MEBIBYTE;

    /** A partition of the predictions of a pipeline. At 5,000 events a second, it has those of the last two minutes. */
    private static final long OUTPUT_BYTES = 64 * MEBIBYTE;

    private static final long ALL = -1;

    private static final String RETENTION = "retention.bytes";
    private static final Map<String, String> LARGE_RECORDS = Map.of("max.message.bytes", "16777216");

    private SoakTopics() {}

    /** Returns the application id of a pipeline, and the topic of its predictions. */
    public static String name(String store) {
        return "soak-" + store;
    }

    /** Returns the topic of the dead letters of a pipeline, which must stay empty. */
    public static String deadLetters(String store) {
        return BenchTopics.deadLetters(name(store));
    }

    /** Creates the topics of all pipelines. Under overload, the broker keeps all events, as they wait for long. */
    public static void create(String bootstrapServers, SoakPlan plan) throws ExecutionException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>(List.of(topic(INPUT, plan.isOverload() ? ALL : INPUT_BYTES)));
        for (String store : plan.stores()) {
            topics.add(topic(name(store), OUTPUT_BYTES));
            topics.add(topic(deadLetters(store), OUTPUT_BYTES));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics).all().get();
        }
    }

    private static NewTopic topic(String name, long partitionBytes) {
        Map<String, String> settings = new HashMap<>(LARGE_RECORDS);
        settings.put(RETENTION, Long.toString(partitionBytes));
        return new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()).configs(settings);
    }
}
