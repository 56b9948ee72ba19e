package io.sluice.offline.torture.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.event.DeadLetterHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that a pipeline writes, or must write.
 *
 * @param key the kind of the output and its key; the outputs of one such key have an order
 * @param id names the output, so that a second one with this name is a double
 * @param content everything that must be equal, byte for byte
 */
public record Output(String key, String id, String content) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESET = "sluice-reset";
    private static final String OWN = "sluice.";

    /** Takes a prediction from its topic. */
    public static Output prediction(ConsumerRecord<byte[], byte[]> record) {
        return prediction(record.key(), record.value(), record.headers(), record.timestamp());
    }

    /** Makes the prediction of an event with the headers and the time that it must have. */
    static Output prediction(byte[] key, byte[] value, Headers headers, long timestamp) {
        JsonNode source = json(value).path("source");
        String place = place(
                source.path("topic").asText(),
                source.path("partition").asText(),
                source.path("offset").asText());
        return new Output(
                "prediction of " + text(key), "prediction of " + place, text(value) + headers(headers) + timestamp);
    }

    /** Takes an alert from its topic. */
    public static Output alert(ConsumerRecord<byte[], byte[]> record) {
        return alert(record.key(), record.value(), record.timestamp());
    }

    static Output alert(byte[] key, byte[] value, long timestamp) {
        JsonNode alert = json(value);
        JsonNode incident = alert.path("incident");
        String id = "alert of " + text(key) + " at step " + alert.path("step").asText() + ": "
                + incident.path("kind").asText() + " " + incident.path("phase").asText();
        return new Output("alert of " + text(key), id, text(value) + timestamp);
    }

    /** Takes a dead letter from its topic. */
    public static Output deadLetter(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        return deadLetter(
                record,
                place(
                        header(headers, DeadLetterHeaders.SOURCE_TOPIC),
                        header(headers, DeadLetterHeaders.SOURCE_PARTITION),
                        header(headers, DeadLetterHeaders.SOURCE_OFFSET)));
    }

    /** Makes the dead letter of a record of the input. */
    static Output rejected(ConsumerRecord<byte[], byte[]> record) {
        return deadLetter(
                record, place(record.topic(), Integer.toString(record.partition()), Long.toString(record.offset())));
    }

    /**
     * Takes a dead letter. Those without a key go to any partition, so they have no order. The reason is not compared:
     * a pipeline that repartitions finds other faults first.
     */
    private static Output deadLetter(ConsumerRecord<byte[], byte[]> record, String place) {
        String key = record.key() == null ? place : text(record.key());
        return new Output(
                "dead letter of " + key,
                "dead letter of " + place,
                text(Objects.requireNonNullElse(record.value(), new byte[0])) + record.timestamp());
    }

    private static String place(String topic, String partition, String offset) {
        return topic + "-" + partition + "@" + offset;
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException("an output is not JSON: " + text(value), e);
        }
    }

    /** Renders the headers of the user, which travel with the prediction. */
    private static String headers(Headers headers) {
        StringBuilder text = new StringBuilder(" ");
        for (Header header : headers) {
            if (!header.key().equals(RESET) && !header.key().startsWith(OWN)) {
                text.append(header.key())
                        .append('=')
                        .append(text(header.value()))
                        .append(' ');
            }
        }
        return text.toString();
    }

    private static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : text(header.value());
    }

    /** Makes a character of each byte, so that equal texts are equal bytes. */
    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
