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
import io.sluice.event.ByteOrderMark;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.JsonEventDecoder;
import io.sluice.event.Malformed;
import io.sluice.event.PlainTextDecoder;
import io.sluice.event.Timestamps;
import io.sluice.event.Utf8;
import io.sluice.model.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from CloudEvents in both forms of the Kafka protocol binding. In a structured event the value is one
 * JSON document, and the header {@code content-type} is {@code application/cloudevents+json}. In a binary event the
 * headers {@code ce_...} hold the attributes, and the value is the data.
 *
 * <p>The data is decoded like an event without an envelope: JSON by the model's pointers, plain text if the model takes
 * texts or items. Data without a content type is read as JSON. The event's time is that of the data; without it the
 * CloudEvent's {@code time}; without that the record's timestamp.
 */
final class CloudEventDecoder implements EventDecoder {
    static final String CONTENT_TYPE = "content-type";
    static final String ATTRIBUTE = "ce_";

    private static final ObjectMapper STRUCTURED = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS) // keeps every digit of a reading
            .addModule(JsonFormat.getCloudEventJacksonModule())
            .build();

    private final int maxBytes;
    private final JsonEventDecoder json;
    private final @Nullable PlainTextDecoder plain;
    private final @Nullable String keyPointer;

    /**
     * A decoder of a model's events.
     *
     * @param keyPointer the JSON pointer to the key in the data; null if records are keyed
     * @param maxBytes the largest value that is decoded, in bytes, envelope included
     * @throws ConfigException if the key's pointer excludes a field's pointer
     */
    CloudEventDecoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes) {
        this.maxBytes = maxBytes;
        this.keyPointer = keyPointer;
        // The data may be longer than the envelope that it was read from, so only the size of the envelope is limited.
        this.json = InputDecoders.json(input, keyPointer, Integer.MAX_VALUE);
        this.plain = InputDecoders.plain(input, Integer.MAX_VALUE);
    }

    @Override
    public Decoded decode(byte[] value, Headers headers, long recordTimestamp) {
        if (value.length > maxBytes) {
            return Malformed.tooLarge(value.length, maxBytes);
        }
        try {
            Headers present = withValues(headers);
            CloudEvent event = isStructured(present) ? structured(value) : binary(value, present);
            return event == null ? notACloudEvent("the value is null") : decode(event, recordTimestamp);
        } catch (JacksonException e) {
            return malformed(e.getOriginalMessage());
        } catch (IOException | CloudEventRWException | IllegalStateException | IllegalArgumentException e) {
            // The libraries throw these for bad attributes, and for numbers with an exponent out of range.
            return notACloudEvent(String.valueOf(e.getMessage()));
        }
    }

    private static Malformed malformed(@Nullable String message) {
        if (message == null) {
            return notACloudEvent("an attribute is of the wrong type");
        }
        return message.startsWith("Duplicate field")
                ? new Malformed(DeadLetterReason.DUPLICATE_FIELD, message)
                : notACloudEvent(message.lines().findFirst().orElse(""));
    }

    private static boolean isStructured(Headers headers) {
        Header contentType = headers.lastHeader(CONTENT_TYPE);
        return contentType != null
                && mediaType(new String(contentType.value(), StandardCharsets.UTF_8))
                        .equals(JsonFormat.CONTENT_TYPE);
    }

    /** Returns a media type without its parameters, in lower case. */
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable CloudEvent structured(byte[] value) throws IOException {
        int start = ByteOrderMark.bytes(value);
        int fault = Utf8.firstFault(value, start);
        if (fault >= 0) {
            throw CloudEventRWException.newOther("the value is not UTF-8 from byte " + (fault + 1) + " on");
        }
        return STRUCTURED.readValue(value, start, value.length - start, CloudEvent.class);
    }

    private static CloudEvent binary(byte[] value, Headers headers) {
        if (headers.lastHeader(ATTRIBUTE + "specversion") == null) {
            throw CloudEventRWException.newOther("there is neither a header content-type with "
                    + JsonFormat.CONTENT_TYPE + " nor a header ce_specversion");
        }
        return KafkaMessageFactory.createReader(headers, value).toEvent();
    }

    /** Leaves out headers without a value, which the library does not accept. */
    private static Headers withValues(Headers headers) {
        RecordHeaders present = new RecordHeaders();
        for (Header header : headers) {
            if (header.value() != null) {
                present.add(header);
            }
        }
        return present;
    }

    private Decoded decode(CloudEvent event, long recordTimestamp) {
        if (event.getId().isEmpty()
                || event.getType().isEmpty()
                || event.getSource().toString().isEmpty()) {
            return notACloudEvent("id, type and source must not be empty");
        }
        CloudEventData data = event.getData();
        if (data == null) {
            return notACloudEvent("it has no data");
        }
        OptionalLong timestamp = timestamp(event.getTime(), recordTimestamp);
        return timestamp.isPresent()
                ? decode(event.getDataContentType(), data.toBytes(), timestamp.getAsLong())
                : notACloudEvent("its time " + event.getTime() + " is outside the years 1 to 9999");
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
            return notACloudEvent(
                    "its data is " + type + "; this model reads " + (plain == null ? "JSON" : "JSON or text/plain"));
        }
        return keyPointer == null
                ? plain.decode(data, timestamp)
                : new Malformed(DeadLetterReason.NO_KEY, "its data is text/plain, which holds no " + keyPointer);
    }

    private static Malformed notACloudEvent(String reason) {
        return new Malformed(DeadLetterReason.NOT_A_CLOUDEVENT, "the record is not a readable CloudEvent: " + reason);
    }
}
