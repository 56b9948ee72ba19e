package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeLimitsTest {
    private static final int MEBIBYTE = 1 << 20;

    private final SizeLimits limits = SizeLimits.of(PipelineDriver.config(Map.of()));

    @Test
    void withoutALimitOfTheTopicTheProducersLimitCounts() {
        assertThat(limits).isEqualTo(new SizeLimits(MEBIBYTE, 16 * MEBIBYTE, 16 * MEBIBYTE));
    }

    @Test
    void anOrdinaryTopicLowersTheLimit() {
        int ordinary = 1_048_588; // Kafka's default of max.message.bytes
        assertThat(limits.withDeadLetterTopic(ordinary).deadLetters()).isEqualTo(ordinary);
        assertThat(limits.withOutputTopic(100_000).output()).isEqualTo(100_000);
        assertThat(limits.withRepartitionTopic(ordinary).repartition()).isEqualTo(ordinary);
    }

    @Test
    void aTopicWithMoreRoomChangesNothing() {
        assertThat(limits.withOutputTopic(64 * MEBIBYTE)
                        .withDeadLetterTopic(64 * MEBIBYTE)
                        .withRepartitionTopic(64 * MEBIBYTE))
                .isEqualTo(limits);
    }
}
