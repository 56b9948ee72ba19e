package io.sluice.offline.recovery;

import io.sluice.offline.bench.Workload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events with a reading of each channel. The event of a key in a round is always the same. */
public final class KeyedReadings {
    private static final long START = 1_772_366_400_000L; // 2026-03-01T12:00:00Z
    private static final long ROUND_MILLIS = 10_000;
    private static final String KEY = "key-";

    private final List<String> channels;

    public KeyedReadings(List<String> channels) {
        this.channels = List.copyOf(channels);
    }

    /** Returns the bytes of a key. */
    public static byte[] key(int number) {
        return (KEY + number).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the number of a key. */
    static int number(byte[] key) {
        return Integer.parseInt(new String(key, StandardCharsets.UTF_8).substring(KEY.length()));
    }

    /** Returns the record of an event. */
    public ProducerRecord<byte[], byte[]> event(String topic, int key, int round) {
        return new ProducerRecord<>(topic, key(key), value(key, round));
    }

    private byte[] value(int key, int round) {
        SplittableRandom random = new SplittableRandom(((long) round << Integer.SIZE) + key);
        StringBuilder json = new StringBuilder("{\"" + Workload.TIMESTAMP + "\":");
        json.append(START + round * ROUND_MILLIS);
        for (String channel : channels) {
            json.append(",\"").append(channel).append("\":").append((float) random.nextDouble());
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
