package io.sluice.it;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A stream of events of many keys, a few of them hot, with malformed records, deletions and resets in between. */
final class Traffic {
    private static final int KEYS = 300;
    private static final int HOT_KEYS = 4;
    private static final List<String> MALFORMED = List.of(
            "",
            "null",
            "[1]",
            "{",
            "{\"a\":\"1\"}",
            "{\"a\":true}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1e99}",
            "{\"other\":1}",
            "{\"timestamp\":\"yesterday\",\"a\":1}");

    private final String topic;
    private final Random random;
    private long now = 1_772_366_400_000L;

    Traffic(String topic, long seed) {
        this.topic = topic;
        this.random = new Random(seed);
    }

    ProducerRecord<byte[], byte[]> next() {
        now += random.nextInt(40);
        int kind = random.nextInt(100);
        if (kind < 3) {
            return record(random.nextInt(8) == 0 ? null : key(), MALFORMED.get(random.nextInt(MALFORMED.size())));
        }
        if (kind < 5) {
            return record(key(), null);
        }
        ProducerRecord<byte[], byte[]> event = record(key(), event());
        if (kind < 8) {
            event.headers().add("sluice-reset", bytes("true"));
        }
        return event;
    }

    private String key() {
        return random.nextInt(4) == 0 ? "hot-" + random.nextInt(HOT_KEYS) : "key-" + random.nextInt(KEYS);
    }

    /** A reading of channel a, with channel b in two of three. */
    private String event() {
        String b = random.nextInt(3) == 0 ? "null" : Float.toString((float) random.nextGaussian());
        return "{\"timestamp\":" + (now - random.nextInt(100)) + ",\"a\":" + (float) random.nextGaussian() + ",\"b\":"
                + b + "}";
    }

    private ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(
                topic,
                null,
                null,
                key == null ? null : bytes(key),
                value == null ? null : bytes(value),
                new RecordHeaders());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
