package io.sluice.engine;

import io.sluice.Internal;
import io.sluice.stream.RecordTimestamps;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A record of the scored topic, as it was polled or as it comes to be processed. */
@Internal
public final class InputRecord {
    private final TopicPartition partition;
    private final long offset;
    private final long timestamp;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final Headers headers;

    private InputRecord(
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

    static InputRecord polled(ConsumerRecord<byte[], byte[]> record) {
        return new InputRecord(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                RecordTimestamps.valid(record.timestamp(), 0),
                record.key(),
                record.value(),
                record.headers());
    }

    public static InputRecord processed(RecordMetadata at, Record<byte[], byte[]> record) {
        return new InputRecord(
                new TopicPartition(at.topic(), at.partition()),
                at.offset(),
                record.timestamp(),
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

    /** The record's timestamp in milliseconds since the epoch, never negative. */
    long timestamp() {
        return timestamp;
    }

    public byte @Nullable [] key() {
        return key;
    }

    byte @Nullable [] value() {
        return value;
    }

    public Headers headers() {
        return headers;
    }
}
