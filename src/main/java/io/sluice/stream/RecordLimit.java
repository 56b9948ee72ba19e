package io.sluice.stream;

import io.sluice.Internal;
import io.sluice.engine.InputRecord;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * How large a record may be that is sent: the producer's {@code max.request.size}, less what a batch and a record take
 * themselves. A record above it would make the producer throw, and the application stop at the same event for ever.
 *
 * @param maxBytes of a record with its batch
 */
@Internal
public record RecordLimit(int maxBytes) {
    /** A batch's and a record's own fields (message format 2), generously. */
    private static final int OVERHEAD = 256;

    private static final int HEADER_OVERHEAD = 10;

    /** Why a record with the arrival's key and headers and so large a value cannot be sent; null where it can. */
    @Nullable
    public Malformed check(DeadLetterReason reason, InputRecord arrival, int valueBytes) {
        long bytes = OVERHEAD + bytes(arrival.key()) + bytes(arrival.headers()) + valueBytes;
        return bytes <= maxBytes
                ? null
                : new Malformed(
                        reason,
                        "what is to be written for it would make a record of " + bytes + " bytes, of which "
                                + bytes(arrival.key()) + " are its key and " + bytes(arrival.headers())
                                + " its headers; at most " + maxBytes + " are written");
    }

    boolean fits(Record<byte[], byte[]> record) {
        return bytes(record) <= maxBytes;
    }

    /**
     * The record itself where it can be sent, else as much of it as can: its value is cut, and where the user's headers
     * or the key are too large they go. The header {@code sluice.truncated} tells the value's bytes; the record's place
     * of origin still leads to the whole.
     */
    Record<byte[], byte[]> fit(Record<byte[], byte[]> record) {
        if (fits(record)) {
            return record;
        }
        Record<byte[], byte[]> smaller = marked(record);
        if (bytes(smaller) - bytes(smaller.value()) > maxBytes) {
            smaller = smaller.withKey((byte @Nullable []) null).withHeaders(oursAlone(smaller.headers()));
        }
        long room = maxBytes - (bytes(smaller) - bytes(smaller.value()));
        return smaller.value() == null || fits(smaller)
                ? smaller
                : smaller.withValue(Arrays.copyOf(smaller.value(), (int) Math.max(room, 0)));
    }

    private static Record<byte[], byte[]> marked(Record<byte[], byte[]> record) {
        Headers headers = new RecordHeaders(record.headers());
        SourceHeaders.put(headers, SourceHeaders.TRUNCATED, Integer.toString(bytes(record.value())));
        return record.withHeaders(headers);
    }

    private static Headers oursAlone(Headers headers) {
        Headers ours = new RecordHeaders();
        for (Header header : headers) {
            if (header.key().startsWith("sluice.")) {
                ours.add(header);
            }
        }
        return ours;
    }

    private static long bytes(Record<byte[], byte[]> record) {
        return OVERHEAD + bytes(record.key()) + bytes(record.headers()) + bytes(record.value());
    }

    private static int bytes(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }

    private static long bytes(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += HEADER_OVERHEAD + header.key().getBytes(StandardCharsets.UTF_8).length + bytes(header.value());
        }
        return bytes;
    }
}
