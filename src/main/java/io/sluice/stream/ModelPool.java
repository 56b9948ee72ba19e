package io.sluice.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.BatchScorer;
import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.model.StepModel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What the stream threads of one application share: the model's instances, one a thread, and what was polled.
 *
 * <p>It outlives the {@code KafkaStreams} that it is made for; close that one first.
 */
public final class ModelPool implements AutoCloseable {
    private static final String INTERCEPTORS = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;

    private final SluiceConfig config;
    private final ServingModel spec;
    private final Supplier<? extends StepModel> models;
    private final ScoringMetrics metrics;
    private final PolledRecords polled;
    private final Deque<StepModel> idle = new ArrayDeque<>();
    private final Map<Thread, Lease> leases = new HashMap<>();

    /** A thread's engine and how many of its tasks use it. */
    private static final class Lease {
        private final StepModel model;
        private final BatchScorer engine;
        private int tasks;

        Lease(StepModel model, BatchScorer engine) {
            this.model = model;
            this.engine = engine;
        }
    }

    /**
     * Prepares scoring; makes one instance of the model for each stream thread, so that none is made while events wait.
     *
     * @param models makes an instance of the model, warmed up
     */
    public ModelPool(
            SluiceConfig config, ServingModel spec, Supplier<? extends StepModel> models, MeterRegistry registry) {
        requireFit(config, spec);
        this.config = config;
        this.spec = spec;
        this.models = models;
        this.metrics = new ScoringMetrics(registry);
        this.polled = new PolledRecords(config.scoredTopics());
        try {
            for (int i = 0; i < config.streamThreads(); i++) {
                idle.push(models.get());
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Checks that settings and model go together; asks no broker.
     *
     * @throws ConfigException where they don't: names the key
     */
    static void requireFit(SluiceConfig config, ServingModel spec) {
        requireDecoder(config, spec);
        requireIncidents(config, spec);
        requireRankings(config, spec);
    }

    private static void requireDecoder(SluiceConfig config, ServingModel spec) {
        try {
            spec.decoder(config.eventFormat(), config.eventKey(), config.maxEventBytes());
        } catch (IllegalArgumentException inAFieldsWay) {
            throw new ConfigException(SluiceConfig.EVENT_KEY, config.eventKey(), inAFieldsWay.getMessage());
        }
    }

    private static void requireIncidents(SluiceConfig config, ServingModel spec) {
        Manifest.Task task = spec.manifest().task();
        if (config.alertTopic() != null && task != Manifest.Task.ANOMALY) {
            throw new ConfigException(
                    SluiceConfig.ALERT_TOPIC,
                    config.alertTopic(),
                    "alerts tell of incidents, and the model " + spec.name() + " has the task " + task.json()
                            + ", which has none; leave the key out");
        }
    }

    private static void requireRankings(SluiceConfig config, ServingModel spec) {
        Manifest.Task task = spec.manifest().task();
        if (task != Manifest.Task.RANKING && !config.rankingKeys().isEmpty()) {
            throw new ConfigException(String.join(" and ", config.rankingKeys()) + ": the model " + spec.name()
                    + " has the task " + task.json() + ", which ranks nothing; leave the key out");
        }
        spec.scorer(config);
    }

    /** The properties for {@code KafkaStreams}: the user's, what Sluice sets, and the interceptor of look-ahead. */
    public Properties streamsProperties() {
        Properties properties = config.streamsProperties();
        String ours = PolledRecords.Interceptor.class.getName();
        properties.put(
                StreamsConfig.mainConsumerPrefix(INTERCEPTORS),
                usersInterceptors(properties).map(users -> users + "," + ours).orElse(ours));
        properties.put(StreamsConfig.mainConsumerPrefix(PolledRecords.PROPERTY), polled);
        return properties;
    }

    /** Those that would count for the main consumer: what has the more special prefix. */
    private static Optional<Object> usersInterceptors(Properties properties) {
        return Stream.of(
                        StreamsConfig.mainConsumerPrefix(INTERCEPTORS),
                        StreamsConfig.consumerPrefix(INTERCEPTORS),
                        INTERCEPTORS)
                .map(properties::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    ServingModel spec() {
        return spec;
    }

    public ScoringMetrics metrics() {
        return metrics;
    }

    public PolledRecords polled() {
        return polled;
    }

    /** The calling thread's engine, for one more of its tasks; {@link #release} gives it back. */
    public synchronized BatchScorer acquire() {
        Lease lease = leases.computeIfAbsent(Thread.currentThread(), unused -> lease());
        lease.tasks++;
        return lease.engine;
    }

    private Lease lease() {
        StepModel model = idle.isEmpty() ? models.get() : idle.pop();
        return new Lease(model, new BatchScorer(spec, model, config, metrics));
    }

    /** A task is done with an engine; after the last one its model waits for another thread. */
    public synchronized void release(BatchScorer engine) {
        leases.values().removeIf(lease -> {
            if (lease.engine != engine || --lease.tasks > 0) {
                return false;
            }
            idle.push(lease.model);
            return true;
        });
    }

    @Override
    public synchronized void close() {
        idle.forEach(StepModel::close);
        idle.clear();
        leases.values().forEach(lease -> lease.model.close());
        leases.clear();
    }
}
