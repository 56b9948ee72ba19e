package io.sluice.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import io.sluice.engine.ServingModel;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.JsonEventDecoder;
import io.sluice.event.Malformed;
import io.sluice.event.PlainTextDecoder;
import io.sluice.event.Timestamps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reads events out of CloudEvents as Kafka carries them: structured, where the value is one JSON document and the
 * header {@code content-type} says {@code application/cloudevents+json}, or binary, where headers {@code ce_...} hold
 * the attributes and the value is the data.
 *
 * <p>The data is decoded as if it had come alone: JSON by the model's own pointers; plain text where the model takes
 * texts or items. Data that does not say what it is is taken for JSON. Where the data has no {@code /timestamp}, the
 * CloudEvent's {@code time} counts, and without one the record's.
 */
final class CloudEventDecoder implements EventDecoder {
    static final String CONTENT_TYPE = "content-type";
    static final String ATTRIBUTE = "ce_";

    private static final ObjectMapper STRUCTURED = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS) // a reading stays what was written
            .addModule(JsonFormat.getCloudEventJacksonModule())
            .build();

    private final int maxBytes;
    private final JsonEventDecoder json;
    private final @Nullable PlainTextDecoder plain;
    private final @Nullable String keyPointer;

    /**
     * A decoder of a model's events.
     *
     * @param keyPointer where the data itself names its key; null where records are keyed
     * @param maxBytes the largest value that is decoded, its envelope included
     */
    CloudEventDecoder(ServingModel model, @Nullable String keyPointer, int maxBytes) {
        this.maxBytes = maxBytes;
        this.keyPointer = keyPointer;
        // What is read from an envelope may be written a little longer, so the envelope's size alone is bounded.
        this.json = model.json(keyPointer, Integer.MAX_VALUE);
        this.plain = model.plain(Integer.MAX_VALUE);
    }

    @Override
    public Decoded decode(byte[] value, Headers headers, long recordTimestamp) {
        if (value.length > maxBytes) {
            return Malformed.tooLarge(value.length, maxBytes);
        }
        try {
            Headers told = withValues(headers);
            CloudEvent event = isStructured(told) ? structured(value) : binary(value, told);
            return event == null ? notOne("the value is null") : decode(event, recordTimestamp);
        } catch (JacksonException broken) {
            return malformed(broken.getOriginalMessage());
        } catch (IOException | CloudEventRWException | IllegalStateException | IllegalArgumentException broken) {
            // The libraries' own, for attributes, and for numbers whose exponent no number has.
            return notOne(String.valueOf(broken.getMessage()));
        }
    }

    private static Malformed malformed(@Nullable String message) {
        if (message == null) {
            return notOne("an attribute is of the wrong type");
        }
        return message.startsWith("Duplicate field")
                ? new Malformed(DeadLetterReason.DUPLICATE_FIELD, message)
                : notOne(message.lines().findFirst().orElse(""));
    }

    private static boolean isStructured(Headers headers) {
        Header contentType = headers.lastHeader(CONTENT_TYPE);
        return contentType != null
                && mediaType(new String(contentType.value(), StandardCharsets.UTF_8))
                        .equals(JsonFormat.CONTENT_TYPE);
    }

    /** A media type without its parameters, in lower case. */
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable CloudEvent structured(byte[] value) throws IOException {
        return STRUCTURED.readValue(value, CloudEvent.class);
    }

    private static CloudEvent binary(byte[] value, Headers headers) {
        if (headers.lastHeader(ATTRIBUTE + "specversion") == null) {
            throw CloudEventRWException.newOther("there is neither a header content-type with "
                    + JsonFormat.CONTENT_TYPE + " nor a header ce_specversion");
        }
        return KafkaMessageFactory.createReader(headers, value).toEvent();
    }

    /** The library cannot take a header without value, which says nothing anyway. */
    private static Headers withValues(Headers headers) {
        RecordHeaders told = new RecordHeaders();
        for (Header header : headers) {
            if (header.value() != null) {
                told.add(header);
            }
        }
        return told;
    }

    private Decoded decode(CloudEvent event, long recordTimestamp) {
        if (event.getId().isEmpty()
                || event.getType().isEmpty()
                || event.getSource().toString().isEmpty()) {
            return notOne("id, type and source must not be empty");
        }
        CloudEventData data = event.getData();
        if (data == null) {
            return notOne("it has no data");
        }
        OptionalLong timestamp = timestamp(event.getTime(), recordTimestamp);
        return timestamp.isPresent()
                ? decode(event.getDataContentType(), data.toBytes(), timestamp.getAsLong())
                : notOne("its time " + event.getTime() + " lies outside the years 1 to 9999");
    }

    private static OptionalLong timestamp(@Nullable OffsetDateTime time, long recordTimestamp) {
        if (time == null) {
            return OptionalLong.of(recordTimestamp);
        }
        return time.getYear() < 0 || time.getYear() > 10_000
                ? OptionalLong.empty()
                : Timestamps.inRange(time.toInstant().toEpochMilli());
    }

    private Decoded decode(@Nullable String contentType, byte[] data, long timestamp) {
        String type = contentType == null ? "application/json" : mediaType(contentType);
        if (type.equals("application/json") || type.equals("text/json") || type.endsWith("+json")) {
            return json.decode(data, timestamp);
        }
        if (plain == null || !type.equals("text/plain")) {
            return notOne("its data is " + type + ", and " + (plain == null ? "JSON alone" : "JSON or text/plain")
                    + " can be read");
        }
        return keyPointer == null
                ? plain.decode(data, timestamp)
                : new Malformed(
                        DeadLetterReason.NO_KEY, "its data is text/plain, which has no " + keyPointer + " in it");
    }

    private static Malformed notOne(String why) {
        return new Malformed(DeadLetterReason.NOT_A_CLOUDEVENT, "the record is no CloudEvent that can be read: " + why);
    }
}
