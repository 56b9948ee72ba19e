package io.sluice.stream;

import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Extracts the time of a record: its timestamp within the bounds of the topics that the pipeline writes, or without one
 * the partition's time so far. It never throws and never returns a negative time, because Kafka Streams would stop at
 * such a record or drop it.
 */
final class RecordTimestamps implements TimestampExtractor {
    private final TimestampBounds bounds;
    private final LongSupplier clock;

    /**
     * An extractor of bounded times.
     *
     * @param clock gives the wall clock in milliseconds since the epoch
     */
    RecordTimestamps(TimestampBounds bounds, LongSupplier clock) {
        this.bounds = bounds;
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0
                ? bounds.nearest(record.timestamp(), clock.getAsLong())
                : Math.max(partitionTime, 0);
    }
}
