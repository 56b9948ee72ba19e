package io.sluice.stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Extracts the time of a record: its timestamp, or without one the partition's time so far. It never throws and never
 * returns a negative time, because Kafka Streams would stop at such a record or drop it.
 */
public final class RecordTimestamps implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(partitionTime, 0);
    }
}
