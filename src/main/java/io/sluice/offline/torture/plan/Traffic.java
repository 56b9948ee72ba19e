package io.sluice.offline.torture.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The events of a scenario: many keys and a few hot ones, with malformed records, deletions and resets among them.
 *
 * <p>All events of a key are in one partition of one topic, so their order does not depend on the run. An event that
 * holds its key is in another partition than its record key would give.
 */
public final class Traffic {
    /** The JSON pointer to the key, where events hold it. */
    public static final String KEY_POINTER = "/device";

    private static final String DEVICE = "{\"device\":\"";
    private static final int KEYS = 300;
    private static final int HOT_KEYS = 4;
    private static final int POISONED = 100;
    private static final int LONGEST_STEP = 40;
    private static final int LATEST = 100;
    private static final long FIRST_EVENT = 1_772_366_400_000L;

    private final PipelineSetting pipeline;
    private final List<String> topics;
    private final Random random;
    private long eventTime = FIRST_EVENT;

    /** Makes the events of a scenario. */
    public Traffic(Scenario scenario) {
        this.pipeline = scenario.pipeline();
        this.topics = Topics.of(scenario).inputs();
        this.random = new Random(scenario.seed());
    }

    /**
     * Returns the next record.
     *
     * @param now the timestamp of the record, in milliseconds since the epoch
     */
    public ProducerRecord<byte[], byte[]> next(EventChange change, long now) {
        eventTime += random.nextInt(LONGEST_STEP);
        boolean poisoned = change.poison() != 0 && random.nextInt(POISONED) == 0;
        String key = poisoned ? "poisoned" : key();
        long time = eventTime + change.eventMillis() - random.nextInt(LATEST);
        String content = pipeline.workload().content(random);
        int drawn = random.nextInt(100);
        if (poisoned) {
            return record(key, event(key, time, Workload.poisoned(change.poison())), now + change.recordMillis());
        }
        if (drawn < 3) {
            return record(key, pipeline.workload().malformed(random), now + change.recordMillis());
        }
        if (drawn < 5 && !pipeline.keyInEvent()) {
            return record(key, null, now + change.recordMillis());
        }
        ProducerRecord<byte[], byte[]> event = record(key, event(key, time, content), now + change.recordMillis());
        event.headers().add("trace", bytes(Long.toString(time)));
        if (drawn < 8) {
            event.headers().add("sluice-reset", bytes("true"));
        }
        return event;
    }

    private String key() {
        return random.nextInt(4) == 0 ? "hot-" + random.nextInt(HOT_KEYS) : "key-" + random.nextInt(KEYS);
    }

    private String event(String key, long time, String content) {
        String start = pipeline.keyInEvent() ? DEVICE + key + "\"," : "{";
        return start + "\"timestamp\":" + time + "," + content + "}";
    }

    private ProducerRecord<byte[], byte[]> record(String key, @Nullable String value, long timestamp) {
        int hash = Math.floorMod(key.hashCode(), topics.size() * Topics.PARTITIONS);
        return new ProducerRecord<>(
                topics.get(hash / Topics.PARTITIONS),
                pipeline.keyInEvent() ? hash % Topics.PARTITIONS : null,
                timestamp,
                pipeline.keyInEvent() ? null : bytes(key),
                value == null ? null : bytes(value),
                new RecordHeaders());
    }

    /** Returns the key that the value of an event holds; empty if it holds none. */
    public static Optional<byte[]> keyInside(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        return text.startsWith(DEVICE)
                ? Optional.of(bytes(text.substring(DEVICE.length(), text.indexOf('"', DEVICE.length()))))
                : Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
