package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The bound of a record without key, value and headers is 256 bytes; a header adds 10 to its name and value. */
final class RecordLimitTest {
    private static final byte[] KEY = new byte[7];

    private static Headers headers() {
        return new RecordHeaders().add("é", new byte[3]).add("none", null);
    }

    private static InputRecord record() {
        return new InputRecord(new TopicPartition("events", 0), 0, 0, KEY, new byte[1000], headers());
    }

    @Test
    void theBoundCountsKeyValueAndHeaders() {
        assertThat(RecordLimit.bytes(null, null, new RecordHeaders())).isEqualTo(256);
        assertThat(RecordLimit.bytes(KEY, null, new RecordHeaders())).isEqualTo(256 + 7);
        assertThat(RecordLimit.bytes(null, new byte[5], new RecordHeaders())).isEqualTo(256 + 5);
        assertThat(RecordLimit.bytes(KEY, new byte[5], headers())).isEqualTo(256 + 7 + 5 + (10 + 2 + 3) + (10 + 4));
    }

    @Test
    void aRecordOfTheLimitFitsAndOneMoreByteDoesNot() {
        RecordLimit limit = new RecordLimit(256 + 7 + 29 + 50);
        assertThat(limit.check(DeadLetterReason.TOO_LARGE, record(), 50)).isNull();
        assertThat(limit.check(DeadLetterReason.TOO_LARGE, record(), 51))
                .isEqualTo(new Malformed(
                        DeadLetterReason.TOO_LARGE,
                        "its output would be a record of 343 bytes: the key has 7 of them and the headers 29; the limit"
                                + " is 342"));
    }

    @Test
    void aRecordWithoutAKeyHasAKeyOfNoBytes() {
        InputRecord record = new InputRecord(
                new TopicPartition("events", 0), 0, 0, null, "x".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        assertThat(new RecordLimit(300).check(DeadLetterReason.TOO_LARGE, record, 45))
                .extracting(Malformed::detail)
                .asString()
                .contains("of 301 bytes: the key has 0 of them and the headers 0;");
    }
}
