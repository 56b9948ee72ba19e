package io.sluice.offline.torture.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A client without faults that writes numbers to a topic. Each partition has one key, which is its number. */
final class Generator implements Runnable {
    private static final int PAUSE_MS = 2;

    private final String servers;
    private final String topic;
    private final List<List<String>> values;
    private volatile boolean stopped;

    Generator(String servers, String topic, int partitions) {
        this.servers = servers;
        this.topic = topic;
        values = IntStream.range(0, partitions)
                .<List<String>>mapToObj(partition -> new ArrayList<>())
                .toList();
    }

    /** Writes until {@link #stop}. */
    @Override
    public void run() {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Clients.settings(servers, "generator"), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; !stopped; i++) {
                int partition = i % values.size();
                producer.send(new ProducerRecord<>(topic, partition, Integer.toString(partition), Integer.toString(i)))
                        .get();
                values.get(partition).add(Integer.toString(i));
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    void stop() {
        stopped = true;
    }

    /** Returns what was written to a partition, after the end. */
    List<String> values(int partition) {
        return values.get(partition);
    }

    int size() {
        return values.stream().mapToInt(List::size).sum();
    }
}
