package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProcessedOffsetsTest {
    private final ProcessedOffsets processed = new ProcessedOffsets();

    @Test
    void anEventAtOrBelowTheLargestOffsetOfItsPartitionComesAgain() {
        TopicPartition first = new TopicPartition("events", 0);
        assertThat(processed.add(first, 5)).isTrue();
        assertThat(processed.add(first, 7)).isTrue();
        assertThat(processed.add(first, 5)).isFalse();
        assertThat(processed.add(first, 7)).isFalse();
        assertThat(processed.add(first, 8)).isTrue();
        assertThat(processed.add(new TopicPartition("events", 1), 5)).isTrue();
        assertThat(processed.add(new TopicPartition("more-events", 0), 5)).isTrue();
    }
}
