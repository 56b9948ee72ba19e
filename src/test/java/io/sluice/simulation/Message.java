package io.sluice.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A record of an input topic, with its meaning. The oracle takes the meaning, and so it reads neither JSON nor headers.
 *
 * @param key the key as text; null if the record has none
 * @param reading what an event says; null if the record is no event
 * @param reason the code of the dead letter that the record becomes; null if it is an event or a deletion
 * @param polled the record as the consumer gets it
 */
record Message(String key, Reading reading, String reason, ConsumerRecord<byte[], byte[]> polled) {

    /**
     * An event.
     *
     * @param a a reading, NaN if it is missing, as {@code b}
     * @param time the time of the event; -1 if it has that of its record
     * @param reset whether the key starts again
     */
    record Reading(float a, float b, long time, boolean reset) {
        String json() {
            return "{" + (time < 0 ? "" : "\"timestamp\":" + time + ",") + "\"a\":" + number(a) + ",\"b\":" + number(b)
                    + "}";
        }

        private static String number(float value) {
            return Float.isNaN(value) ? "null" : Float.toString(value);
        }
    }

    /** The place and the time of a record. */
    record Place(TopicPartition partition, long offset, long timestamp) {}

    static Message event(Place place, String key, Reading reading) {
        RecordHeaders headers = new RecordHeaders();
        if (reading.reset()) {
            headers.add("sluice-reset", bytes("true"));
        }
        return new Message(key, reading, null, polled(place, key, reading.json(), headers));
    }

    static Message deletion(Place place, String key) {
        return new Message(key, null, null, polled(place, key, null, new RecordHeaders()));
    }

    static Message rejected(Place place, String key, String value, String reason) {
        return new Message(key, null, reason, polled(place, key, value, new RecordHeaders()));
    }

    private static ConsumerRecord<byte[], byte[]> polled(Place place, String key, String value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                place.partition().topic(),
                place.partition().partition(),
                place.offset(),
                place.timestamp(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key == null ? null : bytes(key),
                value == null ? null : bytes(value),
                headers,
                Optional.empty());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
