package io.sluice.cli.letters;

import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import io.sluice.event.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends letters to the partitions that they came from, each in one transaction with its mark. A second sender of the
 * same application ends the transaction of the first one, which can send nothing more.
 */
final class LetterSender implements AutoCloseable {
    /** The letters of a transaction. It is well below the transaction timeout, and small enough to be repeated. */
    private static final int LETTERS = 500;

    private final Producer<byte[], byte[]> producer;
    private final RedriveMarks marks;
    private final AtomicReference<@Nullable String> refused = new AtomicReference<>();
    private long open;
    private long committed;

    /**
     * Opens a sender, and ends the transaction that an interrupted one left behind.
     *
     * @param clientSettings settings of Kafka's clients with {@code bootstrap.servers}
     */
    LetterSender(Map<String, String> clientSettings, String applicationId, RedriveMarks marks) {
        this.marks = marks;
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, applicationId + "-redrive");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20); // so that only the topic's limit applies
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int)
                Cluster.TIMEOUT.multipliedBy(3).toMillis());
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Cluster.TIMEOUT);
            throw failed(e);
        }
    }

    /** Sends a letter whose origin is known. Every few hundred letters, it commits. */
    void send(Letter letter) {
        Origin origin = Objects.requireNonNull(letter.origin(), "the rules refuse a letter without an origin");
        try {
            if (open == 0) {
                producer.beginTransaction();
            }
            Future<RecordMetadata> unusedLetter = producer.send(
                    new ProducerRecord<>(
                            origin.topic(),
                            origin.partition(),
                            letter.timestamp(),
                            letter.key(),
                            letter.value(),
                            letter.redriven()),
                    (metadata, e) -> note(letter, e));
            Future<RecordMetadata> unusedMark = producer.send(marks.mark(letter), (metadata, e) -> note(letter, e));
        } catch (KafkaException e) {
            throw failed(e);
        }
        open++;
        if (open == LETTERS) {
            commit();
        }
    }

    private void note(Letter letter, @Nullable Exception failure) {
        if (failure != null) {
            refused.compareAndSet(null, "the letter at " + letter.place() + " was refused: " + failure.getMessage());
        }
    }

    /** Commits the letters that were sent. */
    void commit() {
        if (open == 0) {
            return;
        }
        try {
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw failed(e);
        }
        committed += open;
        open = 0;
    }

    private BrokerException failed(KafkaException failure) {
        String rest = "; at least " + committed + " letters were sent, and the next redrive sends the rest";
        if (failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException) {
            return new BrokerException("another redrive of this pipeline has begun" + rest, failure);
        }
        String first = refused.get();
        return new BrokerException(
                (first == null ? "the letters were not sent: " + failure.getMessage() : first) + rest, failure);
    }

    /** Aborts what was not committed. */
    @Override
    public void close() {
        producer.close(Cluster.TIMEOUT);
    }
}
