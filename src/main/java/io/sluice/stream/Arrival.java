package io.sluice.stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A record of the scored topic, as it was polled or as it comes to be processed. */
final class Arrival {
    private final TopicPartition partition;
    private final long offset;
    private final long timestamp;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final Headers headers;

    private Arrival(
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

    static Arrival polled(ConsumerRecord<byte[], byte[]> record) {
        return new Arrival(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                RecordTimestamps.valid(record.timestamp(), 0),
                record.key(),
                record.value(),
                record.headers());
    }

    static Arrival processed(RecordMetadata at, Record<byte[], byte[]> record) {
        return new Arrival(
                new TopicPartition(at.topic(), at.partition()),
                at.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }

    TopicPartition partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** The record's timestamp in milliseconds since the epoch, never negative. */
    long timestamp() {
        return timestamp;
    }

    byte @Nullable [] key() {
        return key;
    }

    byte @Nullable [] value() {
        return value;
    }

    Headers headers() {
        return headers;
    }
}
