package io.sluice.engine;

import io.sluice.Internal;
import io.sluice.event.DeadLetterHeaders;
import io.sluice.event.Malformed;
import io.sluice.event.Origin;
import io.sluice.format.EventFormat;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers that Sluice writes and reads: a record's origin, the reason for a dead letter, and the wish for a reset.
 */
@Internal
public final class SourceHeaders {
    static final String RESET = "sluice-reset";

    private static final String OWN = "sluice.";
    private static final String KEY = "sluice.source.key";

    /** The headers of W3C Trace Context, by which tracing follows an event through programs. */
    private static final Set<String> TRACE = Set.of("traceparent", "tracestate");

    /** The headers of events that are written for Sluice. A dead letter keeps them. */
    private static final Set<String> FOR_SLUICE = Set.of(RESET, DeadLetterHeaders.REDRIVEN);

    private static final int DETAIL_CHARACTERS = 500;

    private SourceHeaders() {}

    /** Returns true if an event asks for a new start of its key. */
    static boolean asksForReset(Headers headers) {
        Header header = headers.lastHeader(RESET);
        return header != null
                && header.value() != null
                && Boolean.parseBoolean(new String(header.value(), StandardCharsets.UTF_8));
    }

    /**
     * Returns the place that a record came from: its own, or for a repartitioned record the one that its headers name.
     *
     * @param repartitioned whether this application wrote the record to its repartition topic; the headers of other
     *     records are not trusted
     */
    static Origin origin(InputRecord record, boolean repartitioned) {
        return repartitioned
                ? new Origin(
                        text(record.headers(), DeadLetterHeaders.SOURCE_TOPIC),
                        Integer.parseInt(text(record.headers(), DeadLetterHeaders.SOURCE_PARTITION)),
                        Long.parseLong(text(record.headers(), DeadLetterHeaders.SOURCE_OFFSET)))
                : new Origin(record.partition().topic(), record.partition().partition(), record.offset());
    }

    /** Returns the key that the record had at its origin. */
    public static byte @Nullable [] sourceKey(InputRecord record, boolean repartitioned) {
        Header key = repartitioned ? record.headers().lastHeader(KEY) : null;
        return repartitioned ? (key == null ? null : key.value()) : record.key();
    }

    /** Returns a record with the place and the key that it had at its origin. */
    public static InputRecord original(InputRecord record, boolean repartitioned) {
        if (!repartitioned) {
            return record;
        }
        Origin origin = origin(record, true);
        return new InputRecord(
                new TopicPartition(origin.topic(), origin.partition()),
                origin.offset(),
                record.timestamp(),
                sourceKey(record, true),
                record.value(),
                record.headers());
    }

    /** Returns the record's headers with its place and key added, for the repartition topic. */
    public static Headers repartitioned(InputRecord record) {
        Headers headers = without(record.headers(), SourceHeaders::isOwn);
        put(headers, origin(record, false));
        if (record.key() != null) {
            headers.add(KEY, record.key());
        }
        return headers;
    }

    /** Returns the record's headers with its origin and the reason for its rejection, for the dead letters. */
    public static Headers rejected(InputRecord record, Malformed malformed, boolean repartitioned) {
        Headers headers = without(record.headers(), SourceHeaders::isOwn);
        put(headers, DeadLetterHeaders.REASON, malformed.reason().code());
        put(
                headers,
                DeadLetterHeaders.DETAIL,
                malformed.detail().substring(0, Math.min(malformed.detail().length(), DETAIL_CHARACTERS)));
        put(headers, origin(record, repartitioned));
        return headers;
    }

    /**
     * Returns the user's own headers, which travel with the prediction. Headers that describe the event's value are
     * left out, and so are those that a sender writes for Sluice.
     */
    public static Headers predicted(InputRecord record, EventFormat format) {
        return without(
                record.headers(), name -> isOwn(name) || FOR_SLUICE.contains(name) || format.describesValue(name));
    }

    /** Returns the headers that name the trace of a record, which travel with its alerts. */
    public static Headers traced(Headers headers) {
        return without(headers, name -> !TRACE.contains(name));
    }

    /** Adds the number of bytes that the value of a cut record had. */
    public static Headers truncated(Headers headers, int valueBytes) {
        put(headers, DeadLetterHeaders.TRUNCATED, Integer.toString(valueBytes));
        return headers;
    }

    /** Returns the headers that Sluice itself wrote. */
    public static Headers ownAlone(Headers headers) {
        return without(headers, name -> !isOwn(name));
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Headers headers, Origin origin) {
        put(headers, DeadLetterHeaders.SOURCE_TOPIC, origin.topic());
        put(headers, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(origin.partition()));
        put(headers, DeadLetterHeaders.SOURCE_OFFSET, Long.toString(origin.offset()));
    }

    private static boolean isOwn(String name) {
        return name.startsWith(OWN);
    }

    private static Headers without(Headers headers, Predicate<String> excluded) {
        Headers copy = new RecordHeaders();
        for (Header header : headers) {
            if (!excluded.test(header.key())) {
                copy.add(header);
            }
        }
        return copy;
    }

    private static String text(Headers headers, String name) {
        Header header = Objects.requireNonNull(headers.lastHeader(name), name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
