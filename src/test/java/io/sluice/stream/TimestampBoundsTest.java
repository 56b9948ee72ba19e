package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TimestampBoundsTest {
    private static final long NOW = 1_000_000;

    private final TimestampBounds bounds =
            TimestampBounds.NONE.withTopic(400, 1000).withTopic(Long.MAX_VALUE, 200);

    @Test
    void halfOfTheSmallestDistanceOfAllTopicsCounts() {
        assertThat(bounds).isEqualTo(new TimestampBounds(200, 100));
    }

    @Test
    void aTimeWithinTheBoundsStays() {
        assertThat(bounds.nearest(NOW + 100, NOW)).isEqualTo(NOW + 100);
        assertThat(bounds.nearest(NOW - 200, NOW)).isEqualTo(NOW - 200);
    }

    @Test
    void aTimeOutsideTheBoundsMovesToTheNearestOne() {
        assertThat(bounds.nearest(NOW + 101, NOW)).isEqualTo(NOW + 100);
        assertThat(bounds.nearest(Long.MAX_VALUE, NOW)).isEqualTo(NOW + 100);
        assertThat(bounds.nearest(0, NOW)).isEqualTo(NOW - 200);
    }

    @Test
    void topicsThatAcceptAnyTimeBoundNothing() {
        for (long time : new long[] {0, NOW, Long.MAX_VALUE}) {
            assertThat(TimestampBounds.NONE.nearest(time, NOW)).isEqualTo(time);
        }
    }

    @Test
    void theExtractorKeepsTheBoundsAndNeedsNoTimestamp() {
        RecordTimestamps extractor = new RecordTimestamps(bounds, () -> NOW);
        assertThat(extractor.extract(record(NOW + 5), 3)).isEqualTo(NOW + 5);
        assertThat(extractor.extract(record(NOW + 500), 3)).isEqualTo(NOW + 100);
        assertThat(extractor.extract(record(-1), 3)).isEqualTo(3);
        assertThat(extractor.extract(record(-1), -1)).isZero();
    }

    private static ConsumerRecord<Object, Object> record(long timestamp) {
        return new ConsumerRecord<>(
                "events",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                java.util.Optional.empty());
    }
}
