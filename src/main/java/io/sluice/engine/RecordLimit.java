package io.sluice.engine;

import io.sluice.Internal;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The size limit of a record that is sent. The producer throws at a larger record, and the application would stop at
 * the same event for ever.
 *
 * @param maxBytes the largest record with its batch, in bytes
 */
@Internal
public record RecordLimit(int maxBytes) {
    /** An upper bound for the fields of a batch and a record themselves (message format 2). */
    private static final int OVERHEAD = 256;

    private static final int HEADER_OVERHEAD = 10;

    /** Returns the reason against a record with this record's key and headers and such a value; null if it fits. */
    @Nullable
    Malformed check(DeadLetterReason reason, InputRecord record, int valueBytes) {
        long bytes = bytes(record.key(), null, record.headers()) + valueBytes;
        return bytes <= maxBytes
                ? null
                : new Malformed(
                        reason,
                        "its output would be a record of " + bytes + " bytes: the key has " + bytes(record.key())
                                + " of them and the headers " + bytes(record.headers())
                                + "; the limit is " + maxBytes);
    }

    /** Returns an upper bound of the bytes of a record with its batch. */
    public static long bytes(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return OVERHEAD + bytes(key) + bytes(headers) + bytes(value);
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
