package io.sluice.cli.erase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TombstonesTest {
    private static final TopicPartition FIRST = new TopicPartition("events", 0);
    private static final TopicPartition SECOND = new TopicPartition("events", 1);
    private static final TopicPartition OTHER = new TopicPartition("more-events", 0);

    @Test
    void eachPartitionGetsATombstoneThatMovesNoTimeOn() {
        Tombstones tombstones = new Tombstones("k", Map.of(FIRST, 5_000L, SECOND, 3_000L, OTHER, -1L));
        assertThat(tombstones.records())
                .hasSize(3)
                .allSatisfy(record -> {
                    assertThat(record.timestamp()).isEqualTo(3_000);
                    assertThat(record.key()).isEqualTo(new byte[] {'k'});
                    assertThat(record.value()).isNull();
                })
                .extracting(record -> new TopicPartition(record.topic(), record.partition()))
                .containsExactlyInAnyOrder(FIRST, SECOND, OTHER);
    }

    @Test
    void withoutAnyEventATombstoneHasTheTimeOfToday() {
        long before = System.currentTimeMillis();
        assertThat(new Tombstones("k", Map.of(FIRST, -1L)).records())
                .extracting(ProducerRecord::timestamp)
                .allSatisfy(time -> assertThat(time).isBetween(before, System.currentTimeMillis()));
    }
}
