package io.sluice.cli.erase;

import io.sluice.offline.DurationText;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The time after which the records of an erased key are gone from a topic, as its settings say.
 *
 * @param settings all effective settings of the topic
 */
record TopicLifetime(String topic, Part part, Map<String, String> settings) {
    private static final long NEVER = Long.MAX_VALUE;

    /** The part that a topic plays. */
    enum Part {
        /** Events whose records have the key, and the tombstones. */
        EVENTS,
        /** Events that hold the key inside, so that a tombstone does not reach them. */
        EVENTS_WITH_KEY,
        /** Events on their way to the scoring. */
        REPARTITION,
        /** The changelog of the states, with the tombstones that the pipeline wrote. */
        STATES,
        /** Predictions, alerts or dead letters, with the key of their event. */
        OUTPUT
    }

    TopicLifetime {
        settings = Map.copyOf(settings);
    }

    String text() {
        if (part == Part.REPARTITION) {
            return "events are gone soon after they were processed, because Kafka Streams deletes them";
        }
        List<String> policy =
                List.of(setting(TopicConfig.CLEANUP_POLICY_CONFIG, "delete").split(",\\s*"));
        if (policy.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            return deleted();
        }
        return switch (part) {
            case EVENTS, STATES, REPARTITION -> compacted("");
            case EVENTS_WITH_KEY ->
                "never gone by itself: it is compacted by the keys of its records, and the key to"
                        + " erase is inside the events; send records without a value with those keys";
            case OUTPUT ->
                compacted("the last record of the key stays for ever; send a record with this key and"
                        + " without a value to each partition, for example with kcat -Z; then ");
        };
    }

    private String deleted() {
        if (setting(TopicConfig.RETENTION_MS_CONFIG, "").isEmpty()) {
            return "unknown: this user may not see the settings of the topic, and needs the permission to describe"
                    + " them";
        }
        long retention = millis(TopicConfig.RETENTION_MS_CONFIG);
        if (retention < 0) {
            return "never gone by time (" + TopicConfig.RETENTION_MS_CONFIG + "=-1); set "
                    + TopicConfig.RETENTION_MS_CONFIG + ", or delete records with kafka-delete-records.sh";
        }
        return "gone at the latest " + days(plus(retention, millis(TopicConfig.SEGMENT_MS_CONFIG)))
                + " after the last record of the key (" + named(TopicConfig.RETENTION_MS_CONFIG) + " and "
                + named(TopicConfig.SEGMENT_MS_CONFIG) + ")";
    }

    private String compacted(String first) {
        long lag = millis(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG);
        String tombstone = "; the tombstone with the key itself goes at least "
                + named(TopicConfig.DELETE_RETENTION_MS_CONFIG) + " later";
        if (lag < NEVER) {
            return first + "older records are gone about " + days(lag) + " after the tombstone ("
                    + TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG + "), if the partition gets further records" + tombstone;
        }
        return first + "older records are gone when Kafka compacts the partition: after "
                + named(TopicConfig.SEGMENT_MS_CONFIG) + " of further records, and only if "
                + setting(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.5")
                + " of it is not compacted yet (" + TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG + "). There is no"
                + " latest time; set " + TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG + tombstone;
    }

    private String named(String key) {
        return key + " of " + days(millis(key));
    }

    private static String days(long millis) {
        return millis == NEVER ? "unlimited time" : DurationText.format(millis / 1000.0);
    }

    private static long plus(long a, long b) {
        return a == NEVER || b == NEVER ? NEVER : a + b;
    }

    /** Returns a time of the topic; {@link #NEVER} if this user may not see the settings. */
    private long millis(String key) {
        return Long.parseLong(setting(key, Long.toString(NEVER)));
    }

    private String setting(String key, String missing) {
        return settings.getOrDefault(key, missing);
    }
}
