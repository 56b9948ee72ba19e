package io.sluice.cli.letters;

import io.sluice.event.DeadLetterHeaders;
import io.sluice.event.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A dead letter: a record as it came to the pipeline, with the headers that Sluice added. */
final class Letter {
    /** The headers that Sluice adds begin with this. The pipeline removes those of an event that do. */
    private static final String ADDED = "sluice.";

    private final ConsumerRecord<byte[], byte[]> record;

    Letter(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
    }

    /** Returns true if a record of a dead-letter topic has a reason. */
    static boolean isLetter(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(DeadLetterHeaders.REASON) != null;
    }

    /** Returns its place in the dead-letter topic, such as "3:12" for the offset 12 of partition 3. */
    String place() {
        return record.partition() + ":" + record.offset();
    }

    /** Returns the timestamp of the record that became the letter. */
    Instant time() {
        return Instant.ofEpochMilli(Math.max(record.timestamp(), 0));
    }

    String reason() {
        return header(DeadLetterHeaders.REASON, "");
    }

    String detail() {
        return header(DeadLetterHeaders.DETAIL, "");
    }

    /** Returns the topic that the record came from; empty if no header names it. */
    String topic() {
        return header(DeadLetterHeaders.SOURCE_TOPIC, "");
    }

    /** Returns the place that the record came from; null if the headers do not name one. */
    @Nullable
    Origin origin() {
        try {
            return topic().isEmpty()
                    ? null
                    : new Origin(
                            topic(),
                            Integer.parseInt(header(DeadLetterHeaders.SOURCE_PARTITION, "")),
                            Long.parseLong(header(DeadLetterHeaders.SOURCE_OFFSET, "")));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns true if the value was too large for the topic, so that the letter holds a part of it. */
    boolean isCut() {
        return record.headers().lastHeader(DeadLetterHeaders.TRUNCATED) != null;
    }

    /** Returns the number of times that the record was sent back before; -1 if its header is no such number. */
    int redrives() {
        String count = header(DeadLetterHeaders.REDRIVEN, "0");
        return count.matches("\\d{1,9}") ? Integer.parseInt(count) : -1;
    }

    byte @Nullable [] key() {
        return record.key();
    }

    byte @Nullable [] value() {
        return record.value();
    }

    long timestamp() {
        return record.timestamp();
    }

    /** Returns the headers that the record had at its origin, with the number of times that it was sent back. */
    Headers redriven() {
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(ADDED) && !header.key().equals(DeadLetterHeaders.REDRIVEN)) {
                headers.add(header);
            }
        }
        String count = Integer.toString(redrives() + 1);
        return headers.add(DeadLetterHeaders.REDRIVEN, count.getBytes(StandardCharsets.UTF_8));
    }

    private String header(String name, String missing) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? missing : text(header.value());
    }

    /** Returns bytes as text. A byte that is not UTF-8 becomes the replacement character. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
