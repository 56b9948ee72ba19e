package io.sluice.offline.torture.proxy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A client that reads the committed records of a topic while they are written. */
final class Reader implements Runnable, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<String, String> consumer;
    private final List<List<String>> values;
    private volatile boolean stopped;

    Reader(String servers, String topic, int partitions) {
        consumer = new KafkaConsumer<>(
                Clients.settings(servers, "faulty-reader"), new StringDeserializer(), new StringDeserializer());
        consumer.assign(IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        values = IntStream.range(0, partitions)
                .<List<String>>mapToObj(partition -> new CopyOnWriteArrayList<>())
                .toList();
    }

    /** Reads until {@link #stop}. */
    @Override
    public void run() {
        while (!stopped) {
            consumer.poll(POLL).forEach(record -> values.get(record.partition()).add(record.value()));
        }
    }

    void stop() {
        stopped = true;
    }

    List<String> values(int partition) {
        return values.get(partition);
    }

    int size() {
        return values.stream().mapToInt(List::size).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
