package io.sluice.live;

import io.sluice.engine.InputRecord;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a record that went to the dead letters.
 *
 * @param detail the beginning of the detail
 * @param key the beginning of the key as text; bytes that are not UTF-8 become U+FFFD; null if there is none
 * @param value the beginning of the value as text; null if there is none
 * @param appliedAt the time at which it was sent, in milliseconds since the epoch
 */
public record LiveDeadLetter(
        DeadLetterReason reason,
        String detail,
        TopicPartition partition,
        long offset,
        @Nullable String key,
        @Nullable String value,
        long appliedAt) {
    private static final int DETAIL_CHARACTERS = 500;
    private static final int KEY_BYTES = 256;
    private static final int VALUE_BYTES = 2048;

    static LiveDeadLetter of(InputRecord record, Malformed malformed, long appliedAt) {
        String detail = malformed.detail();
        return new LiveDeadLetter(
                malformed.reason(),
                detail.substring(0, Math.min(detail.length(), DETAIL_CHARACTERS)),
                record.partition(),
                record.offset(),
                beginning(record.key(), KEY_BYTES),
                beginning(record.value(), VALUE_BYTES),
                appliedAt);
    }

    private static @Nullable String beginning(byte @Nullable [] bytes, int most) {
        return bytes == null
                ? null
                : new String(Arrays.copyOf(bytes, Math.min(bytes.length, most)), StandardCharsets.UTF_8);
    }
}
