package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.InputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PolledRecordsTest {
    private static final TopicPartition ZERO = new TopicPartition("events", 0);

    private static final long NOW = 1_000_000;

    private final AtomicInteger bounded = new AtomicInteger();
    private final PolledRecords polled = new PolledRecords(
            List.of("events", "more-events"),
            new TimestampBounds(Long.MAX_VALUE, 100),
            () -> NOW,
            bounded::incrementAndGet);

    private void file(TopicPartition partition, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null));
        }
        polled.file(new ConsumerRecords<>(Map.of(partition, records), Map.of()));
    }

    private List<Long> take(TopicPartition partition, long offset, int limit) {
        return polled.take(partition, offset, limit).stream()
                .map(InputRecord::offset)
                .toList();
    }

    @Test
    void recordsAreTakenFromTheOneWhoseTurnItIs() {
        file(ZERO, 4, 5, 7);
        file(ZERO, 8, 9);
        assertThat(take(ZERO, 5, 3)).containsExactly(5L, 7L, 8L);
        assertThat(take(ZERO, 9, 3)).containsExactly(9L);
        assertThat(take(ZERO, 9, 3)).isEmpty();
    }

    @Test
    void theOtherPartitionsOfTheTaskAreTakenAsWell() {
        TopicPartition other = new TopicPartition("more-events", 0);
        TopicPartition otherTask = new TopicPartition("more-events", 1);
        file(ZERO, 5, 6);
        file(other, 1, 2, 3);
        file(otherTask, 8);
        assertThat(take(ZERO, 5, 1)).as("look-ahead is off").containsExactly(5L);
        assertThat(take(ZERO, 6, 2)).containsExactly(6L, 1L, 2L);
        assertThat(take(other, 3, 2)).containsExactly(3L);
        assertThat(take(otherTask, 8, 2)).containsExactly(8L);
    }

    @Test
    void aRecordThatWasNotFiledGivesNothing() {
        file(ZERO, 5, 6);
        assertThat(take(ZERO, 4, 10)).isEmpty();
        assertThat(take(new TopicPartition("events", 1), 5, 10)).isEmpty();
        assertThat(take(ZERO, 5, 10)).containsExactly(5L, 6L);
    }

    @Test
    void aSecondPollOfTheSameRecordsReplacesTheFirst() {
        file(ZERO, 5, 6, 7);
        file(ZERO, 6, 7);
        assertThat(take(ZERO, 5, 10)).isEmpty();
        file(ZERO, 6, 7);
        assertThat(take(ZERO, 6, 10)).containsExactly(6L, 7L);
    }

    @Test
    void aTimestampThatTheTopicsWouldNotAcceptIsMovedAndCounted() {
        List<ConsumerRecord<byte[], byte[]>> records = List.of(record(0, NOW), record(1, NOW + 1000), record(2, -1));
        ConsumerRecords<byte[], byte[]> poll =
                new ConsumerRecords<>(Map.of(ZERO, records), Map.of(ZERO, new OffsetAndMetadata(3)));
        ConsumerRecords<byte[], byte[]> moved = polled.bounded(poll);
        assertThat(moved.records(ZERO)).extracting(ConsumerRecord::timestamp).containsExactly(NOW, NOW + 100, -1L);
        assertThat(moved.records(ZERO)).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L);
        assertThat(moved.nextOffsets()).isEqualTo(poll.nextOffsets());
        assertThat(bounded).hasValue(1);
    }

    @Test
    void aPollWithinTheBoundsStaysAsItIs() {
        ConsumerRecords<byte[], byte[]> poll = new ConsumerRecords<>(Map.of(ZERO, List.of(record(0, NOW))), Map.of());
        assertThat(polled.bounded(poll)).isSameAs(poll);
        assertThat(bounded).hasValue(0);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
        return new ConsumerRecord<>(
                ZERO.topic(),
                ZERO.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                1,
                1,
                new byte[1],
                new byte[1],
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void otherTopicsAreNotFiled() {
        TopicPartition other = new TopicPartition("other", 0);
        file(other, 1);
        assertThat(take(other, 1, 10)).isEmpty();
    }

    @Test
    void aPartitionThatLeavesTheThreadIsForgotten() {
        file(ZERO, 1);
        polled.forget(0);
        assertThat(take(ZERO, 1, 10)).isEmpty();
    }

    @Test
    void queuesBelongToTheThreadThatPolled() throws InterruptedException {
        file(ZERO, 1);
        AtomicReference<List<Long>> elsewhere = new AtomicReference<>();
        Thread thread = new Thread(() -> elsewhere.set(take(ZERO, 1, 10)));
        thread.start();
        thread.join();
        assertThat(elsewhere.get()).isEmpty();
        assertThat(take(ZERO, 1, 10)).containsExactly(1L);
    }
}
