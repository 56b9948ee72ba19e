package io.sluice.stream;

import io.sluice.Internal;
import io.sluice.engine.InputRecord;
import io.sluice.engine.LookAhead;
import io.sluice.event.Malformed;
import io.sluice.event.Origin;
import io.sluice.format.EventFormat;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** The headers that Sluice writes: where a record came from, and why it could not be scored. */
@Internal
public final class SourceHeaders {
    static final String REASON = "sluice.reason";
    static final String DETAIL = "sluice.detail";
    static final String TRUNCATED = "sluice.truncated";

    private static final int DETAIL_CHARACTERS = 500;

    private static final String TOPIC = "sluice.source.topic";
    private static final String PARTITION = "sluice.source.partition";
    private static final String OFFSET = "sluice.source.offset";
    private static final String KEY = "sluice.source.key";
    private static final String OURS = "sluice.";

    private SourceHeaders() {}

    /**
     * Where an arrival came from: its own place, or where it was repartitioned, the place that the headers name.
     *
     * @param repartitioned whether this application wrote the record to its repartition topic; headers of other
     *     people's records are not believed
     */
    public static Origin origin(InputRecord arrival, boolean repartitioned) {
        return repartitioned
                ? new Origin(
                        text(arrival.headers(), TOPIC),
                        Integer.parseInt(text(arrival.headers(), PARTITION)),
                        Long.parseLong(text(arrival.headers(), OFFSET)))
                : new Origin(arrival.partition().topic(), arrival.partition().partition(), arrival.offset());
    }

    /** The key that the record had where it came from. */
    static byte @Nullable [] sourceKey(InputRecord arrival, boolean repartitioned) {
        Header key = repartitioned ? arrival.headers().lastHeader(KEY) : null;
        return repartitioned ? (key == null ? null : key.value()) : arrival.key();
    }

    /** The arrival's headers with its place and key added, for the repartition topic. */
    static Headers repartitioned(InputRecord arrival) {
        Headers headers = without(arrival.headers(), name -> name.startsWith(OURS));
        put(headers, origin(arrival, false));
        if (arrival.key() != null) {
            headers.add(KEY, arrival.key());
        }
        return headers;
    }

    /** The arrival's headers with the reason why it was rejected. */
    static Headers rejected(InputRecord arrival, Malformed malformed, boolean repartitioned) {
        Headers headers = without(arrival.headers(), name -> name.startsWith(OURS));
        put(headers, REASON, malformed.reason().code());
        put(
                headers,
                DETAIL,
                malformed.detail().substring(0, Math.min(malformed.detail().length(), DETAIL_CHARACTERS)));
        put(headers, origin(arrival, repartitioned));
        return headers;
    }

    /** The user's own headers, which travel with the prediction, but for those that say what the event's value is. */
    static Headers predicted(InputRecord arrival, EventFormat format) {
        return without(arrival.headers(), name -> isOurs(name) || format.isOfTheValue(name));
    }

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Headers headers, Origin origin) {
        put(headers, TOPIC, origin.topic());
        put(headers, PARTITION, Integer.toString(origin.partition()));
        put(headers, OFFSET, Long.toString(origin.offset()));
    }

    private static boolean isOurs(String name) {
        return name.startsWith(OURS) || name.equals(LookAhead.RESET_HEADER);
    }

    private static Headers without(Headers headers, Predicate<String> left) {
        Headers copy = new RecordHeaders();
        for (Header header : headers) {
            if (!left.test(header.key())) {
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
