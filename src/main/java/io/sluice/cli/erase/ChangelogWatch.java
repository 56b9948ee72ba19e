package io.sluice.cli.erase;

import io.sluice.cli.common.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Waits for what a pipeline does with tombstones. It deletes the key once for each of them, and each deletion is a
 * record without a value in the changelog, in the transaction that commits the tombstone.
 */
final class ChangelogWatch implements AutoCloseable {
    private final TopicReader reader;
    private final byte[] key;

    /** Opens a watch over the records that the changelog gets from now on. */
    ChangelogWatch(Map<String, String> clientSettings, String changelog, String key) {
        this.reader = TopicReader.fromNow(clientSettings, List.of(changelog));
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns true as soon as the key was deleted that many times, or false when the time is over. */
    boolean await(int deletions, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        int found = 0;
        while (found < deletions && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                found += record.value() == null && Arrays.equals(record.key(), key) ? 1 : 0;
            }
        }
        return found >= deletions;
    }

    @Override
    public void close() {
        reader.close();
    }
}
