package io.sluice.offline.bench;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.EngineSettings;
import io.sluice.event.PointerTree;
import io.sluice.format.EventSettings;
import io.sluice.format.FieldSettings;
import io.sluice.format.LayoutSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Events with a reading of each channel, as JSON: a time at {@code /timestamp}, and each reading, a normal random
 * number, under the name of its channel. The same arguments give the same events.
 */
public final class Workload {
    /** The field of the time. */
    public static final String TIMESTAMP = "timestamp";

    private static final long START = 1_772_366_400_000L; // 2026-03-01T12:00:00Z
    private static final long MILLIS_BETWEEN = 10;

    private final List<String> channels;
    private final KeyMix keys;
    private final EventTime times;
    private final Random random = new Random(1);
    private long time = START;

    /** An event: the number of its key, and the bytes of its record. */
    static final class KeyedEvent {
        private final int number;
        private final byte[] key;
        private final byte[] value;

        private KeyedEvent(int number, byte[] key, byte[] value) {
            this.number = number;
            this.key = key;
            this.value = value;
        }

        int number() {
            return number;
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }
    }

    /** Begins the sequence of events. */
    public Workload(List<String> channels, KeyMix keys, EventTime times) {
        this.channels = List.copyOf(channels);
        this.keys = keys;
        this.times = times;
    }

    /** Returns events of one key. */
    public static Workload ofOneKey(List<String> channels) {
        return new Workload(channels, new KeyMix(1, 0, 0), EventTime.ISO);
    }

    /** Returns the settings that read the events, whatever the manifest says. */
    static Map<String, String> layout(List<String> channels) {
        Map<String, String> layout = new HashMap<>();
        layout.put(SluiceConfig.EVENT_TIMESTAMP, "/" + TIMESTAMP);
        layout.put(SluiceConfig.EVENT_TIMESTAMP_UNIT, "millis");
        channels.forEach(channel -> layout.put(FieldSettings.PREFIX + channel, "/" + PointerTree.escaped(channel)));
        return layout;
    }

    /** Returns the settings of an engine that scores such events without a broker. */
    public static EngineSettings settings(List<String> channels) {
        return EngineSettings.DEFAULTS.withEvents(
                EventSettings.DEFAULTS.with(LayoutSettings.of(LayoutSettings.PREFIX, layout(channels))));
    }

    /** Returns the record of the next event, without a partition. */
    public ProducerRecord<byte[], byte[]> nextRecord(String topic) {
        KeyedEvent event = next();
        return new ProducerRecord<>(topic, event.key(), event.value());
    }

    /** Returns the next event. */
    KeyedEvent next() {
        int key = keys.next(random);
        StringBuilder json = new StringBuilder("{\"" + TIMESTAMP + "\":");
        if (times == EventTime.ISO) {
            json.append('"').append(Instant.ofEpochMilli(time)).append('"');
        } else {
            json.append(time);
        }
        for (String channel : channels) {
            json.append(",\"").append(channel).append("\":").append((float) random.nextGaussian());
        }
        time += MILLIS_BETWEEN;
        return new KeyedEvent(key, bytes("key-" + key), bytes(json.append('}').toString()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
