package io.sluice.stream;

import io.sluice.engine.RecordLimit;
import io.sluice.engine.SourceHeaders;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The size limit of dead letters or of repartitioned events, see {@link SizeLimits}.
 *
 * @param maxBytes the largest record with its batch, in bytes
 */
record DeadLetterLimit(int maxBytes) {
    boolean fits(Record<byte[], byte[]> record) {
        return bytes(record, record.value()) <= maxBytes;
    }

    /**
     * Returns the record itself if it can be sent. Otherwise its value is cut short, and if that is not enough, the key
     * and the user's headers are left out. The header {@code sluice.truncated} holds the number of bytes that the value
     * had. The headers of the origin still lead to the whole record.
     */
    Record<byte[], byte[]> cut(Record<byte[], byte[]> record) {
        if (fits(record)) {
            return record;
        }
        byte[] value = record.value();
        Headers marked = SourceHeaders.truncated(new RecordHeaders(record.headers()), value == null ? 0 : value.length);
        Record<byte[], byte[]> smaller = record.withHeaders(marked);
        if (bytes(smaller, null) > maxBytes) {
            smaller = smaller.withKey((byte @Nullable []) null).withHeaders(SourceHeaders.ownAlone(marked));
        }
        long room = Math.max(maxBytes - bytes(smaller, null), 0);
        return value == null || fits(smaller) ? smaller : smaller.withValue(Arrays.copyOf(value, (int) room));
    }

    private static long bytes(Record<byte[], byte[]> record, byte @Nullable [] value) {
        return RecordLimit.bytes(record.key(), value, record.headers());
    }
}
