package io.sluice.cli.letters;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records of a dead-letter topic. */
final class TestLetters {
    static final long TIME = 1_772_366_400_000L;

    private TestLetters() {}

    static Headers headers(String reason, String topic, int partition, long offset) {
        return new RecordHeaders()
                .add("sluice.reason", bytes(reason))
                .add("sluice.detail", bytes("what was found"))
                .add("sluice.source.topic", bytes(topic))
                .add("sluice.source.partition", bytes(Integer.toString(partition)))
                .add("sluice.source.offset", bytes(Long.toString(offset)));
    }

    static Letter letter(String reason, String topic) {
        return new Letter(record(0, headers(reason, topic, 1, 7)));
    }

    static Letter letter(Headers headers) {
        return new Letter(record(0, headers));
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, Headers headers) {
        return new ConsumerRecord<>(
                "letters",
                2,
                offset,
                TIME + offset,
                TimestampType.CREATE_TIME,
                3,
                5,
                bytes("key"),
                bytes("value\n"),
                headers,
                Optional.empty());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
