package io.sluice.stream;

import io.sluice.stream.log.BrokerWaits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A producer that commits no transaction in which a call has timed out.
 *
 * <p>If a call times out, Kafka Streams gives up the task, and then commits the offsets of the thread's other tasks in
 * the same transaction. That transaction already holds predictions and states of the task, but not their offsets. So
 * the events would be scored twice and would advance their keys twice. Seen with Kafka 4.4.0: an outage began before a
 * new producer had the metadata of the input topic, which it needs to send offsets, and ended within
 * {@code max.block.ms} of the first timeout. A commit that fails here makes Kafka Streams give up the other tasks, too,
 * and abort the transaction.
 */
final class WholeTransactionsProducer extends KafkaProducer<byte[], byte[]> {
    private final BrokerWaits waits;
    private @Nullable TimeoutException timeout;

    WholeTransactionsProducer(Map<String, Object> config, BrokerWaits waits) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.waits = waits;
    }

    /**
     * Returns Kafka's clients, with such producers.
     *
     * @param waits hears of the calls that wait for the broker
     */
    static DefaultKafkaClientSupplier clients(BrokerWaits waits) {
        return new DefaultKafkaClientSupplier() {
            @Override
            public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
                return new WholeTransactionsProducer(config, waits);
            }
        };
    }

    /** Notes that a call of this transaction has timed out, and returns what to throw. */
    private TimeoutException noted(TimeoutException thrown) {
        timeout = thrown;
        return thrown;
    }

    @Override
    public void initTransactions() {
        waits.during(super::initTransactions);
    }

    @Override
    public void flush() {
        waits.during(super::flush);
    }

    @Override
    public void beginTransaction() {
        super.beginTransaction();
        timeout = null;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        try {
            return super.send(record, callback);
        } catch (TimeoutException e) {
            throw noted(e);
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        try {
            return super.partitionsFor(topic);
        } catch (TimeoutException e) {
            throw noted(e);
        }
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        try {
            waits.during(() -> super.sendOffsetsToTransaction(offsets, groupMetadata));
        } catch (TimeoutException e) {
            throw noted(e);
        }
    }

    /** @throws TimeoutException if a call of this transaction has timed out, or this one does */
    @Override
    public void commitTransaction() {
        if (timeout != null) {
            throw new TimeoutException(
                    "the transaction is not whole, because an earlier call in it timed out: " + timeout.getMessage(),
                    timeout);
        }
        waits.during(super::commitTransaction);
    }

    @Override
    public void abortTransaction() {
        waits.during(super::abortTransaction);
        timeout = null;
    }
}
