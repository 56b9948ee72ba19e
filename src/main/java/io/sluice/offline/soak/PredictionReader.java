package io.sluice.offline.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the committed predictions of all pipelines, in a thread of its own. It reads each one before it is deleted.
 */
public final class PredictionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::read, "soak-reader");
    private volatile boolean open = true;

    /** Begins to read the topics of pipelines with these stores. */
    public PredictionReader(String bootstrapServers, List<String> stores) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "none"), // else a deleted prediction would go unnoticed
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = stores.stream()
                .flatMap(store -> Stream.of(SoakTopics.name(store), SoakTopics.deadLetters(store)))
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns the number of committed predictions so far.
     *
     * @throws SoakException if an event became a dead letter, or predictions can be read no more
     */
    public long predictions(String store) {
        Exception thrown = failure.get();
        if (thrown != null) {
            throw new SoakException("the predictions cannot be read: " + thrown, thrown);
        }
        long letters = counts.getOrDefault(SoakTopics.deadLetters(store), 0L);
        if (letters > 0) {
            throw new SoakException("the model does not score the events: " + letters + " became dead letters of the"
                    + " pipeline with the store " + store + "; give a model with numeric input");
        }
        return counts.getOrDefault(SoakTopics.name(store), 0L);
    }

    private void read() {
        try (consumer) {
            while (open) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    counts.merge(record.topic(), 1L, Long::sum);
                }
            }
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Ends the thread soon. */
    @Override
    public void close() {
        open = false;
    }
}
