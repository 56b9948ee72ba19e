package io.sluice.it;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A stream of events of many keys and a few hot ones, mixed with malformed records, deletions and resets. */
abstract class Traffic {
    private static final int KEYS = 300;
    private static final int HOT_KEYS = 4;

    private final String topic;
    private final Random random;
    private final List<String> malformed;
    private long now = 1_772_366_400_000L;

    /**
     * Makes a stream.
     *
     * @param malformed the malformed values to mix in
     */
    Traffic(String topic, long seed, List<String> malformed) {
        this.topic = topic;
        this.random = new Random(seed);
        this.malformed = malformed;
    }

    ProducerRecord<byte[], byte[]> next() {
        now += random.nextInt(40);
        int kind = random.nextInt(100);
        if (kind < 3) {
            return record(random.nextInt(8) == 0 ? null : key(), malformed.get(random.nextInt(malformed.size())));
        }
        if (kind < 5) {
            return record(key(), null);
        }
        ProducerRecord<byte[], byte[]> event = record(key(), event(random, now - random.nextInt(100)));
        if (kind < 8) {
            event.headers().add("sluice-reset", bytes("true"));
        }
        return event;
    }

    private String key() {
        return random.nextInt(4) == 0 ? "hot-" + random.nextInt(HOT_KEYS) : "key-" + random.nextInt(KEYS);
    }

    /** Returns the value of an event. */
    abstract String event(Random random, long timestamp);

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
