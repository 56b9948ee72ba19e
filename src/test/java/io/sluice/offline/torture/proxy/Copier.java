package io.sluice.offline.torture.proxy;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A program that copies a topic exactly once, with plain clients and a transaction for a few records each. It repeats a
 * transaction only after its group has rebalanced. Every other fault is for the clients to survive.
 */
final class Copier implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final String from;
    private final String to;
    private final KafkaConsumer<String, String> consumer;
    private final KafkaProducer<String, String> producer;
    private @Nullable Background copying;
    private volatile boolean stopped;

    /** Joins the group of the copiers, as all clients with short waits between two attempts. */
    Copier(String servers, String from, String to) {
        this.from = from;
        this.to = to;
        consumer = new KafkaConsumer<>(
                with(
                        Clients.settings(servers, "faulty-consumer"),
                        Map.of(
                                "group.id",
                                "copiers",
                                "group.protocol",
                                "classic",
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                false,
                                "session.timeout.ms",
                                6000,
                                "heartbeat.interval.ms",
                                100,
                                "max.poll.records",
                                20)),
                new StringDeserializer(),
                new StringDeserializer());
        producer = new KafkaProducer<>(
                with(
                        Clients.settings(servers, "faulty-producer"),
                        Map.of("transactional.id", "copier", "linger.ms", 0, "delivery.timeout.ms", 60_000)),
                new StringSerializer(),
                new StringSerializer());
    }

    private static Map<String, Object> with(Map<String, Object> settings, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    void start() {
        copying = Background.start("copier", this::run);
    }

    private void run() {
        producer.initTransactions();
        consumer.subscribe(List.of(from));
        while (!stopped) {
            ConsumerRecords<String, String> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                copy(records);
            }
        }
    }

    private void copy(ConsumerRecords<String, String> records) {
        try {
            producer.beginTransaction();
            records.forEach(this::send);
            producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
            producer.commitTransaction();
        } catch (CommitFailedException e) { // The group has rebalanced since the poll.
            producer.abortTransaction();
            rewind(consumer.assignment());
        }
    }

    /** Sends a copy. The commit fails if this does. */
    private void send(ConsumerRecord<String, String> record) {
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(to, record.partition(), record.key(), record.value()));
    }

    private void rewind(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        partitions.forEach(partition -> {
            OffsetAndMetadata offset = committed.get(partition);
            consumer.seek(partition, offset == null ? 0 : offset.offset());
        });
    }

    /** Ends the copier, and fails if it had failed before. */
    @Override
    public void close() {
        stopped = true;
        try {
            if (copying != null) {
                copying.join();
            }
        } finally {
            producer.close();
            consumer.close();
        }
    }
}
