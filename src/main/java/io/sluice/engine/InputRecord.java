package io.sluice.engine;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of a scored topic: as the consumer polled it, or as it comes to be processed. The arrays and headers belong
 * to Kafka and are not changed.
 */
public final class InputRecord {
    private final TopicPartition partition;
    private final long offset;
    private final long timestamp;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final Headers headers;

    /**
     * Takes the parts of a record.
     *
     * @param timestamp milliseconds since the epoch, never negative
     */
    public InputRecord(
            TopicPartition partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    /** Takes a record as a consumer polled it. A record without a timestamp gets the time 0. */
    public static InputRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new InputRecord(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                Math.max(record.timestamp(), 0),
                record.key(),
                record.value(),
                record.headers());
    }

    public TopicPartition partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** Returns the record's timestamp in milliseconds since the epoch, never negative. */
    public long timestamp() {
        return timestamp;
    }

    public byte @Nullable [] key() {
        return key;
    }

    public byte @Nullable [] value() {
        return value;
    }

    public Headers headers() {
        return headers;
    }
}
