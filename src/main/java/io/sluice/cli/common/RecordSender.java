package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records to one topic in order, each exactly once, and counts those that the broker has confirmed. */
@Internal
public final class RecordSender implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public RecordSender(String bootstrapServers, String topic) {
        this.topic = topic;
        int patience = (int) Cluster.PATIENCE.toMillis();
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        // A topic just created may refuse the first request and take the second: then no retry
                        // succeeds.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 << 10,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        16 << 20, // the topic's own limit is to decide
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        patience,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        patience / 2,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        patience),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Hands a record over to be sent.
     *
     * @throws BrokerException if this record or one before it could not be sent
     */
    public void send(@Nullable String key, String value) {
        requireNoFailure();
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(topic, keyBytes, value.getBytes(StandardCharsets.UTF_8)), (metadata, problem) -> {
                    if (problem == null) {
                        confirmed.incrementAndGet();
                    } else {
                        failure.compareAndSet(null, problem);
                    }
                });
    }

    /** Waits until all are confirmed; throws as {@link #send} does. */
    public void finish() {
        producer.flush();
        requireNoFailure();
    }

    /** How many records the broker has confirmed so far. */
    public long confirmed() {
        return confirmed.get();
    }

    /** Waits for what was handed over, at most {@link Cluster#PATIENCE}. */
    @Override
    public void close() {
        producer.close(Cluster.PATIENCE);
    }

    private void requireNoFailure() {
        Exception problem = failure.get();
        if (problem != null) {
            String found = problem instanceof KafkaException ? problem.getMessage() : problem.toString();
            throw new BrokerException(
                    "not all was sent to topic " + topic + ": " + found + "; " + confirmed + " records were sent",
                    problem);
        }
    }
}
