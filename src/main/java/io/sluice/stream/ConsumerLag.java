package io.sluice.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.sluice.config.SluiceConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The gauge of the lag: for each partition that this instance reads, the distance from the committed offset to the end.
 *
 * <p>Kafka's consumer measures another lag, at each fetch, from its own position. That value stays while nothing is
 * fetched, for example during a restore, and its maximum covers the last minute. This class asks the broker.
 *
 * <p>One thread calls {@link #update}; any thread may read the gauge.
 */
final class ConsumerLag {
    /** The pipeline reads up to the first open transaction, and so does the lag. */
    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final Admin admin;
    private final String group;
    private final OffsetSpec start;
    private final Supplier<Set<TopicPartition>> assigned;
    private final MultiGauge gauge;
    private volatile Map<TopicPartition, Long> lags = Map.of();

    /**
     * A gauge without values.
     *
     * @param assigned returns the partitions that this instance reads now
     */
    ConsumerLag(Admin admin, SluiceConfig config, Supplier<Set<TopicPartition>> assigned, MeterRegistry registry) {
        Map<String, Object> consumer = BrokerClients.mainConsumerSettings(config);
        boolean latest = "latest".equals(consumer.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG));
        this.admin = admin;
        this.group = config.applicationId();
        this.start = latest ? OffsetSpec.latest() : OffsetSpec.earliest();
        this.assigned = assigned;
        this.gauge = MultiGauge.builder("sluice.lag")
                .description("Events in a partition of the input that are not processed and committed yet")
                .register(registry);
    }

    /** Asks the broker for the lag of the assigned partitions. Without an answer the gauge has no values. */
    void update() {
        try {
            lags = measure(assigned.get());
        } catch (ExecutionException | TimeoutException e) {
            lags = Map.of(); // the broker is away or hides the offsets, and an old value would look like a good one
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        gauge.register(lags.keySet().stream().map(this::row).collect(Collectors.toList()));
    }

    /** Returns the lag of each assigned partition; empty without an answer of the broker. */
    Map<TopicPartition, Long> lags() {
        return lags;
    }

    private MultiGauge.Row<?> row(TopicPartition partition) {
        Tags tags = Tags.of("topic", partition.topic(), "partition", Integer.toString(partition.partition()));
        return MultiGauge.Row.of(tags, this, lag -> lag.of(partition));
    }

    private double of(TopicPartition partition) {
        Long lag = lags.get(partition);
        return lag == null ? Double.NaN : lag;
    }

    private Map<TopicPartition, Long> measure(Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> processed = processed(partitions);
        Map<TopicPartition, Long> lags = new HashMap<>();
        offsets(partitions, OffsetSpec.latest()).forEach((partition, end) -> {
            long from = processed.getOrDefault(partition, 0L);
            lags.put(partition, Math.max(0, end - from));
        });
        return lags;
    }

    /** Returns the committed offsets. Where nothing is committed yet, {@code auto.offset.reset} decides. */
    private Map<TopicPartition, Long> processed(Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> processed = new HashMap<>();
        Set<TopicPartition> fresh = new HashSet<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                fresh.add(partition);
            } else {
                processed.put(partition, offset.offset());
            }
        }
        processed.putAll(offsets(fresh, start));
        return processed;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> specs =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                get(admin.listOffsets(specs, COMMITTED).all()).entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }

    private static <T> T get(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(BrokerClients.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
