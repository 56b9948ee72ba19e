package io.sluice.offline.torture;

import io.sluice.offline.torture.audit.Output;
import io.sluice.offline.torture.plan.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;

/** Follows predictions and dead letters as they are committed, in a thread of its own. */
final class OutputWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final Set<String> seen = new HashSet<>();
    private final Thread thread = new Thread(this::run, "torture-watch");
    private volatile boolean open = true;
    private volatile long distinct;
    private volatile long last = System.nanoTime();
    private volatile long longestGap;

    private OutputWatch(KafkaConsumer<byte[], byte[]> consumer, Topics topics) {
        this.consumer = consumer;
        this.topics = topics;
    }

    static OutputWatch start(String bootstrapServers, Topics topics) {
        OutputWatch watch = new OutputWatch(
                CommittedRecords.consumer(bootstrapServers, List.of(topics.predictions(), topics.deadLetters())),
                topics);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** Returns the number of different predictions and dead letters so far. */
    long distinct() {
        return distinct;
    }

    /** Returns the longest time from the start or from an output to the next output so far, in milliseconds. */
    long longestGapMillis() {
        return Duration.ofNanos(longestGap).toMillis();
    }

    private void run() {
        try {
            while (open) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    add(record);
                }
            }
        } catch (WakeupException e) {
            open = false; // close() asks for it
        } catch (KafkaException e) {
            if (open) {
                throw e;
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        long now = System.nanoTime();
        longestGap = Math.max(longestGap, now - last);
        last = now;
        Output output =
                record.topic().equals(topics.deadLetters()) ? Output.deadLetter(record) : Output.prediction(record);
        if (seen.add(output.id())) {
            distinct = seen.size();
        }
    }

    @Override
    public void close() {
        open = false;
        consumer.wakeup();
    }
}
