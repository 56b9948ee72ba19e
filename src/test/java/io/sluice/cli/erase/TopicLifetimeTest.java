package io.sluice.cli.erase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicLifetimeTest {
    private static final String DAY = "86400000";
    private static final Map<String, String> DELETED =
            Map.of("cleanup.policy", "delete", "retention.ms", DAY, "segment.ms", "172800000");
    private static final Map<String, String> COMPACTED = Map.of(
            "cleanup.policy",
            "compact",
            "max.compaction.lag.ms",
            Long.toString(Long.MAX_VALUE),
            "segment.ms",
            DAY,
            "delete.retention.ms",
            DAY,
            "min.cleanable.dirty.ratio",
            "0.5",
            "retention.ms",
            "-1");

    private static String text(TopicLifetime.Part part, Map<String, String> settings) {
        return new TopicLifetime("t", part, settings).text();
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(key, value);
        return changed;
    }

    @Test
    void retentionCountsFromTheEndOfTheSegment() {
        assertThat(text(TopicLifetime.Part.OUTPUT, DELETED))
                .isEqualTo("gone at the latest 3 d after the last record of the key (retention.ms of 1 d and segment.ms"
                        + " of 2 d)");
    }

    @Test
    void retentionWithoutAnEndKeepsRecordsForEver() {
        assertThat(text(TopicLifetime.Part.EVENTS, with(DELETED, "retention.ms", "-1")))
                .startsWith("never gone by time (retention.ms=-1); set retention.ms");
    }

    @Test
    void aChangelogWithoutALagHasNoLatestTime() {
        assertThat(text(TopicLifetime.Part.STATES, COMPACTED))
                .contains("There is no latest time; set max.compaction.lag.ms")
                .contains("delete.retention.ms of 1 d later");
    }

    @Test
    void aChangelogWithALagNamesIt() {
        assertThat(text(TopicLifetime.Part.STATES, with(COMPACTED, "max.compaction.lag.ms", "3600000")))
                .startsWith("older records are gone about 1 h after the tombstone (max.compaction.lag.ms)");
    }

    @Test
    void compactedPredictionsNeedATombstoneOfTheUser() {
        assertThat(text(TopicLifetime.Part.OUTPUT, COMPACTED))
                .startsWith("the last record of the key stays for ever; send a record with this key");
    }

    @Test
    void compactedEventsThatHoldTheirKeyStay() {
        assertThat(text(TopicLifetime.Part.EVENTS_WITH_KEY, COMPACTED)).startsWith("never gone by itself");
    }

    @Test
    void aPolicyOfBothIsBoundedByRetention() {
        Map<String, String> both = with(with(COMPACTED, "cleanup.policy", "compact,delete"), "retention.ms", DAY);
        assertThat(text(TopicLifetime.Part.OUTPUT, both)).startsWith("gone at the latest 2 d after");
    }
}
