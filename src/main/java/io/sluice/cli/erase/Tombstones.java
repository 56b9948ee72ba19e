package io.sluice.cli.erase;

import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The tombstones of a key: a record without a value for each partition of the input topics.
 *
 * <p>Every partition gets one, because only the producers of the events know which partition has those of the key. It
 * takes the smallest of the latest timestamps of the partitions, so it does not advance the time of any task, by which
 * states expire and keys fall silent.
 */
final class Tombstones {
    private final String key;
    private final Map<TopicPartition, Long> latest;

    /** @param latest the latest timestamp of each partition; negative for a partition without any */
    Tombstones(String key, Map<TopicPartition, Long> latest) {
        this.key = key;
        this.latest = Map.copyOf(latest);
    }

    int count() {
        return latest.size();
    }

    List<ProducerRecord<byte[], byte[]>> records() {
        long time = latest.values().stream()
                .mapToLong(Long::longValue)
                .filter(found -> found >= 0)
                .min()
                .orElseGet(System::currentTimeMillis);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        latest.keySet()
                .forEach(partition -> records.add(new ProducerRecord<byte[], byte[]>(
                        partition.topic(), partition.partition(), time, key.getBytes(StandardCharsets.UTF_8), null)));
        return records;
    }

    /**
     * Sends them, and returns when the broker has them all.
     *
     * @throws BrokerException if one could not be sent
     */
    void send(Map<String, String> clientSettings) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        int timeout = (int) Cluster.TIMEOUT.toMillis();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent =
                    records().stream().map(producer::send).toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private static BrokerException failed(Throwable cause) {
        return new BrokerException(
                "not all tombstones were sent: " + cause.getMessage() + "; run the command again, which does no harm",
                cause);
    }
}
