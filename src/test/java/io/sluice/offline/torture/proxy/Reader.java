package io.sluice.offline.torture.proxy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** A client that reads the committed records of a topic while they are written. */
final class Reader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<String, String> consumer;
    private final List<List<String>> values;
    private @Nullable Background reading;
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

    void start() {
        reading = Background.start("reader", this::run);
    }

    private void run() {
        while (!stopped) {
            consumer.poll(POLL).forEach(record -> values.get(Integer.parseInt(record.key()))
                    .add(record.value()));
        }
    }

    /** Returns the values of a key in their order. */
    List<String> values(int key) {
        return values.get(key);
    }

    int size() {
        return values.stream().mapToInt(List::size).sum();
    }

    /** Ends the reader, and fails if it had failed before. */
    @Override
    public void close() {
        stopped = true;
        try {
            if (reading != null) {
                reading.join();
            }
        } finally {
            consumer.close();
        }
    }
}
