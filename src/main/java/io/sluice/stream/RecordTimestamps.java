package io.sluice.stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record: its own timestamp, or where it has none the partition's time so far. Never throws and is never
 * negative, as Kafka Streams would stop at such a record or drop it.
 */
public final class RecordTimestamps implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return valid(record.timestamp(), partitionTime);
    }

    public static long valid(long timestamp, long partitionTime) {
        return timestamp >= 0 ? timestamp : Math.max(partitionTime, 0);
    }
}
