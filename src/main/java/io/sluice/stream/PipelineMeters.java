package io.sluice.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.sluice.config.SluiceConfig;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/** The meters of a pipeline that no record updates: those of Kafka Streams, the lag, the keys and the readiness. */
final class PipelineMeters implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-meters");
        thread.setDaemon(true);
        return thread;
    });
    private final Admin admin;
    private final KafkaStreamsMetrics kafka;
    private final ConsumerLag lag;

    /**
     * Registers the meters and begins to update them.
     *
     * @param ready returns true if the pipeline processes events now
     * @param keys returns the number of keys with a state; empty while they are counted
     */
    PipelineMeters(
            SluiceConfig config,
            KafkaStreams streams,
            BooleanSupplier ready,
            Supplier<OptionalLong> keys,
            MeterRegistry registry) {
        this.admin = BrokerClients.admin(config, "lag");
        this.kafka = new KafkaStreamsMetrics(streams, Tags.empty(), scheduler, INTERVAL);
        kafka.bindTo(registry);
        Gauge.builder("sluice.ready", () -> ready.getAsBoolean() ? 1 : 0)
                .description("1 while events are processed, 0 while the pipeline starts, rebalances, restores, stops or"
                        + " has no broker")
                .strongReference(true)
                .register(registry);
        Gauge.builder("sluice.keys", () -> number(keys.get()))
                .description("Keys of this instance that have a state; no value while they are counted after a start")
                .strongReference(true)
                .register(registry);
        this.lag = new ConsumerLag(admin, config, () -> assigned(streams), registry);
        var unused = scheduler.scheduleWithFixedDelay(lag::update, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Also asks the broker something, as often as for the lag. */
    void askAlso(Consumer<Admin> question) {
        var unused = scheduler.scheduleWithFixedDelay(
                () -> question.accept(admin), INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static double number(OptionalLong keys) {
        return keys.isPresent() ? keys.getAsLong() : Double.NaN;
    }

    /** Returns the lag of each assigned partition; empty without an answer of the broker. */
    Map<TopicPartition, Long> lags() {
        return lag.lags();
    }

    private static Set<TopicPartition> assigned(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        kafka.close();
        admin.close(Duration.ZERO);
    }
}
