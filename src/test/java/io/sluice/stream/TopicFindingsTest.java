package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TopicFindingsTest {
    private static Optional<String> warning(Map<String, String> properties, Map<String, Integer> partitions) {
        TopicLimits unused = new TopicLimits(new SizeLimits(1, 1, 1), TimestampBounds.NONE);
        return new TopicFindings(unused, OptionalInt.empty(), partitions)
                .warningOfOrder(PipelineDriver.config(properties));
    }

    @Test
    void aKeyInTheEventAndSeveralPartitionsAreWarnedOf() {
        assertThat(warning(Map.of("sluice.event.key", "/machine/id"), Map.of("readings", 4)))
                .hasValue("topic readings has 4 partitions, and the key is a field of the event, /machine/id: if a"
                        + " producer spreads the events of one key over partitions, they lose their order; give all"
                        + " records of a key the same record key, or use one partition; sluice_events_late_total counts"
                        + " events that are out of order");
    }

    @Test
    void onlyTopicsOfSeveralPartitionsAreNamed() {
        assertThat(warning(Map.of("sluice.event.key", "/id"), Map.of("b", 4, "a", 2, "single", 1)))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("topic a has 2 partitions, topic b has 4 partitions, and the key")
                        .doesNotContain("single"));
    }

    @Test
    void withoutAKeyInTheEventOrWithOnePartitionThereIsNoWarning() {
        assertThat(warning(Map.of(), Map.of("readings", 4))).isEmpty();
        assertThat(warning(Map.of("sluice.event.key", "/id"), Map.of("readings", 1, "more", 1)))
                .isEmpty();
    }
}
