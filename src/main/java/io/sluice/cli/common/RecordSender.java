package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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

/** Sends records to one topic in order, each exactly once, and counts the records that the broker has confirmed. */
@Internal
public final class RecordSender implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = (int) Cluster.TIMEOUT.toMillis();

    private static final Map<String, Object> REQUIRED = Map.of(
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.ACKS_CONFIG,
            "all",
            // A new topic may refuse the first request and accept the second. After that, the retry of the first
            // one can never succeed (KAFKA-15591).
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1,
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 << 10,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            16 << 20, // so that only the topic's limit applies
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            TIMEOUT_MILLIS,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            TIMEOUT_MILLIS / 2,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            TIMEOUT_MILLIS);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * Opens a sender; {@link #close} must be called.
     *
     * @param clientSettings settings of Kafka's clients with {@code bootstrap.servers}; those that this class needs
     *     override them
     */
    public RecordSender(Map<String, String> clientSettings, String topic) {
        this.topic = topic;
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.putAll(REQUIRED);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Passes a record to the producer, which sends it in the background.
     *
     * @throws BrokerException if an earlier record could not be sent
     */
    public void send(@Nullable String key, String value) {
        requireNoFailure();
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(topic, keyBytes, value.getBytes(StandardCharsets.UTF_8)), (metadata, e) -> {
                    if (e == null) {
                        confirmed.incrementAndGet();
                    } else {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    /**
     * Waits until the broker has confirmed all records.
     *
     * @throws BrokerException if a record could not be sent
     */
    public void finish() {
        producer.flush();
        requireNoFailure();
    }

    /** Returns the number of records that the broker has confirmed so far. */
    public long confirmed() {
        return confirmed.get();
    }

    /** Waits for the records on their way, at most {@link Cluster#TIMEOUT}. */
    @Override
    public void close() {
        producer.close(Cluster.TIMEOUT);
    }

    private void requireNoFailure() {
        Exception problem = failure.get();
        if (problem != null) {
            String found = problem instanceof KafkaException ? problem.getMessage() : problem.toString();
            throw new BrokerException(
                    "sending to topic " + topic + " failed: " + found + "; " + confirmed + " records were sent",
                    problem);
        }
    }
}
