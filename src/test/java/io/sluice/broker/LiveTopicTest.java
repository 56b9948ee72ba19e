package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LiveTopicTest {
    private final LiveTopic live = new LiveTopic(
            "readings",
            4,
            1,
            Map.of("retention.ms", "60000", "cleanup.policy", "delete"),
            Map.of("retention.ms", "60000"));

    @Test
    void aValueLeftToTheBrokerIsNotADifference() {
        assertThat(live.differences(spec(Optional.empty(), Optional.empty(), Map.of("retention.ms", "60000"))))
                .isEmpty();
    }

    @Test
    void eachDifferenceIsOneLine() {
        assertThat(live.differences(spec(Optional.of(8), Optional.of((short) 3), Map.of("retention.ms", "1"))))
                .containsExactly(
                        "partitions: file 8, broker 4",
                        "replicas: file 3, broker 1",
                        "retention.ms: file 1, broker 60000");
    }

    @Test
    void aDefaultThatTheFileStatesIsNotADifference() {
        Map<String, String> config = Map.of("retention.ms", "60000", "cleanup.policy", "delete");
        assertThat(live.differences(spec(Optional.of(4), Optional.of((short) 1), config)))
                .isEmpty();
    }

    @Test
    void anOverrideThatTheFileDoesNotStateIsADifference() {
        assertThat(live.differences(spec(Optional.empty(), Optional.empty(), Map.of())))
                .containsExactly("retention.ms: file leaves the default, broker 60000");
    }

    private static TopicSpec spec(Optional<Integer> partitions, Optional<Short> replicas, Map<String, String> config) {
        return new TopicSpec("readings", partitions, replicas, config);
    }
}
