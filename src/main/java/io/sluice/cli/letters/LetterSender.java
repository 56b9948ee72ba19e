package io.sluice.cli.letters;

import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import io.sluice.event.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends letters to the partitions that they came from, each in one transaction with its mark. A second sender of the
 * same application ends the transaction of the first one, which can send nothing more.
 *
 * <p>Letters wait until a transaction is full, and it is then sent and committed at once. An open transaction would
 * keep back all later records of its partitions from those who read committed records.
 */
final class LetterSender implements AutoCloseable {
    /** The letters of a transaction: few enough to be repeated. */
    private static final int LETTERS = 500;

    /** The bytes of a transaction: few enough to wait in memory. */
    private static final int BYTES = 16 << 20;

    private final Producer<byte[], byte[]> producer;
    private final RedriveMarks marks;
    private final BiConsumer<Letter, String> refused;
    private final List<Letter> waiting = new ArrayList<>();
    private long waitingBytes;
    private long committed;

    /**
     * Opens a sender, and ends the transaction that an interrupted one left behind.
     *
     * @param clientSettings settings of Kafka's clients with {@code bootstrap.servers}
     * @param refused hears of a letter that the broker refuses, and why
     */
    LetterSender(
            Map<String, String> clientSettings,
            String applicationId,
            RedriveMarks marks,
            BiConsumer<Letter, String> refused) {
        this.marks = marks;
        this.refused = refused;
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, applicationId + "-redrive");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1); // for the reason in RecordSender
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, BYTES); // so that only the topic's limit applies
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

    /** Takes a letter whose origin is known. If enough letters wait, it sends them. */
    void send(Letter letter) {
        waiting.add(letter);
        byte[] value = letter.value();
        waitingBytes += value == null ? 0 : value.length;
        if (waiting.size() == LETTERS || waitingBytes >= BYTES) {
            flush();
        }
    }

    /**
     * Sends the letters that wait. If the broker refuses some, each is sent in a transaction of its own, so that a
     * refused one keeps back no other.
     */
    void flush() {
        if (!waiting.isEmpty() && transact(waiting).isPresent()) {
            for (Letter letter : waiting) {
                transact(List.of(letter)).ifPresent(why -> refused.accept(letter, why));
            }
        }
        waiting.clear();
        waitingBytes = 0;
    }

    /**
     * Sends letters in one transaction.
     *
     * @return why the broker refused a letter, so that none of them was sent; empty if all were sent
     */
    private Optional<String> transact(List<Letter> letters) {
        AtomicReference<@Nullable Exception> first = new AtomicReference<>();
        try {
            producer.beginTransaction();
            for (Letter letter : letters) {
                Future<RecordMetadata> unusedLetter =
                        producer.send(record(letter), (metadata, e) -> first.compareAndSet(null, e));
                Future<RecordMetadata> unusedMark =
                        producer.send(marks.mark(letter), (metadata, e) -> first.compareAndSet(null, e));
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            Exception cause = first.get();
            if (!(cause instanceof RecordTooLargeException
                    || cause instanceof InvalidRecordException
                    || cause instanceof InvalidTimestampException)) {
                throw failed(e);
            }
            abort();
            return Optional.of("the broker refuses it: " + cause.getMessage());
        }
        committed += letters.size();
        return Optional.empty();
    }

    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Letter letter) {
        Origin origin = Objects.requireNonNull(letter.origin(), "the rules refuse a letter without an origin");
        return new ProducerRecord<>(
                origin.topic(),
                origin.partition(),
                letter.timestamp(),
                letter.key(),
                letter.value(),
                letter.redriven());
    }

    private BrokerException failed(KafkaException failure) {
        String rest = "; at least " + committed + " letters were sent, and the next redrive sends the rest";
        return new BrokerException(
                failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException
                        ? "another redrive of this pipeline has begun, or a transaction took longer than"
                                + " transaction.timeout.ms" + rest
                        : "the letters were not sent: " + failure.getMessage() + rest,
                failure);
    }

    @Override
    public void close() {
        producer.close(Cluster.TIMEOUT);
    }
}
