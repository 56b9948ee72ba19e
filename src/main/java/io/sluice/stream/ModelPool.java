package io.sluice.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.Engine;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.OutcomeListener;
import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.model.StepModel;
import io.sluice.state.ResumePolicy;
import io.sluice.stream.log.EventSample;
import io.sluice.stream.store.RocksDbMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The instances of the model, one for each stream thread, and the records that the threads have polled.
 *
 * <p>Close the {@code KafkaStreams} that uses the pool first, then the pool.
 */
public final class ModelPool implements AutoCloseable {
    private static final String INTERCEPTORS = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;

    private final SluiceConfig config;
    private final ServingModel model;
    private final Supplier<? extends StepModel> instances;
    private final TopicLimits limits;
    private final EngineSettings settings;
    private final ScoringMetrics metrics;
    private final PolledRecords polled;
    private final ProcessedOffsets processed = new ProcessedOffsets();
    private final Deque<StepModel> idle = new ArrayDeque<>();
    private final Map<Thread, Lease> leases = new HashMap<>();
    private final StreamTimes streamTimes = new StreamTimes();
    private final KeyCounts keyCounts = new KeyCounts();
    private final EventSample sample = new EventSample();
    private volatile BooleanSupplier connected = () -> true;
    private volatile LongSupplier nanoClock = System::nanoTime;
    private volatile OutcomeListener outcomes = OutcomeListener.NONE;

    /** A thread's engine and the number of tasks that use it. */
    private static final class Lease {
        private final StepModel instance;
        private final Engine engine;
        private int tasks;

        Lease(StepModel instance, Engine engine) {
            this.instance = instance;
            this.engine = engine;
        }
    }

    /**
     * Makes one instance of the model for each stream thread, so that no event waits for it later.
     *
     * @param instances makes an instance of the model, warmed up
     * @throws ConfigException if settings and model do not go together: names the key
     */
    public ModelPool(
            SluiceConfig config, ServingModel model, Supplier<? extends StepModel> instances, MeterRegistry registry) {
        this(config, model, instances, registry, new TopicLimits(SizeLimits.of(config), TimestampBounds.NONE));
    }

    ModelPool(
            SluiceConfig config,
            ServingModel model,
            Supplier<? extends StepModel> instances,
            MeterRegistry registry,
            TopicLimits limits) {
        requireFit(config, model);
        this.config = config;
        this.model = model;
        this.instances = instances;
        this.limits = limits;
        this.settings =
                config.engineSettings().withMaxRecordBytes(limits.sizes().output());
        this.metrics = new ScoringMetrics(registry, model.channels());
        this.polled = new PolledRecords(
                TopologyNames.scoredTopics(config),
                limits.times(),
                System::currentTimeMillis,
                metrics::timestampBounded);
        try {
            for (int i = 0; i < config.streamThreads(); i++) {
                idle.push(instances.get());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Checks that settings and model go together. It needs no broker.
     *
     * @throws ConfigException if they do not: names the key
     */
    static void requireFit(SluiceConfig config, ServingModel model) {
        config.events().decoder(model.manifest().input(), config.eventKey());
        requireIncidents(config, model);
        requireRankings(config, model);
    }

    private static void requireIncidents(SluiceConfig config, ServingModel model) {
        Manifest.Task task = model.manifest().task();
        if (config.alertTopic() != null && task != Manifest.Task.ANOMALY) {
            throw new ConfigException(
                    SluiceConfig.ALERT_TOPIC,
                    config.alertTopic(),
                    "alerts are about incidents, and model " + model.name() + " has the task " + task.json()
                            + ", which has no incidents; leave the key out");
        }
    }

    private static void requireRankings(SluiceConfig config, ServingModel model) {
        Manifest.Task task = model.manifest().task();
        if (task != Manifest.Task.RANKING && !config.rankingKeys().isEmpty()) {
            throw new ConfigException(String.join(" and ", config.rankingKeys()) + ": model " + model.name()
                    + " has the task " + task.json() + ", which ranks no items; leave the key out");
        }
        try {
            model.scorer(EngineSettings.DEFAULTS.withRankings(config.rankingK(), config.rankingSeen()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    SluiceConfig.RANKING_K, config.rankingK(), "model " + model.name() + ": " + e.getMessage());
        }
    }

    /** Returns the properties for {@code KafkaStreams}: those of the user, and what look-ahead and the stores need. */
    public Properties streamsProperties() {
        Properties properties = config.streamsProperties();
        String interceptor = PolledRecords.Interceptor.class.getName();
        properties.put(
                StreamsConfig.mainConsumerPrefix(INTERCEPTORS),
                usersInterceptors(properties)
                        .map(users -> users + "," + interceptor)
                        .orElse(interceptor));
        properties.put(StreamsConfig.mainConsumerPrefix(PolledRecords.PROPERTY), polled);
        properties.putIfAbsent(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class.getName());
        properties.put(RocksDbMemory.PROPERTY, Long.toString(config.stateMemoryBytes()));
        return properties;
    }

    /** Returns the user's interceptors of the main consumer; the most specific prefix wins. */
    private static Optional<Object> usersInterceptors(Properties properties) {
        return Stream.of(
                        StreamsConfig.mainConsumerPrefix(INTERCEPTORS),
                        StreamsConfig.consumerPrefix(INTERCEPTORS),
                        INTERCEPTORS)
                .map(properties::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * Sets the source of {@link #isConnected}. Until then a broker counts as connected.
     *
     * @param isConnected returns true if a broker is connected; thread-safe
     */
    void connection(BooleanSupplier isConnected) {
        connected = isConnected;
    }

    /** Returns true if a broker is connected. */
    boolean isConnected() {
        return connected.getAsBoolean();
    }

    /**
     * Sets the clock that limits the look-ahead of the engines that are made from now on.
     *
     * @param clock gives the time in nanoseconds; thread-safe
     */
    void nanoClock(LongSupplier clock) {
        nanoClock = clock;
    }

    /** Sets the listener of outcomes of the tasks that begin from now on. */
    void outcomes(OutcomeListener listener) {
        outcomes = new GuardedListener(listener);
    }

    OutcomeListener outcomes() {
        return outcomes;
    }

    /** Returns the rule for the stored states of the pipeline's keys. */
    ResumePolicy resumePolicy() {
        return model.resumePolicy(settings);
    }

    StreamTimes streamTimes() {
        return streamTimes;
    }

    KeyCounts keyCounts() {
        return keyCounts;
    }

    /** Returns what keeps one of the events for the log. */
    EventSample sample() {
        return sample;
    }

    ServingModel model() {
        return model;
    }

    ScoringMetrics metrics() {
        return metrics;
    }

    TopicLimits limits() {
        return limits;
    }

    PolledRecords polled() {
        return polled;
    }

    ProcessedOffsets processed() {
        return processed;
    }

    /** Returns the calling thread's engine to one more of its tasks. The task gives it back with {@link #release}. */
    synchronized Engine acquire() {
        Lease lease = leases.computeIfAbsent(Thread.currentThread(), unused -> lease());
        lease.tasks++;
        return lease.engine;
    }

    private Lease lease() {
        StepModel instance = idle.isEmpty() ? instances.get() : idle.pop();
        return new Lease(instance, new Engine(model, instance, settings, metrics, nanoClock));
    }

    /** Takes an engine back from a task. After the thread's last task its instance waits for another thread. */
    synchronized void release(Engine engine) {
        leases.values().removeIf(lease -> {
            if (lease.engine != engine || --lease.tasks > 0) {
                return false;
            }
            idle.push(lease.instance);
            return true;
        });
    }

    @Override
    public synchronized void close() {
        idle.forEach(StepModel::close);
        idle.clear();
        leases.values().forEach(lease -> lease.instance.close());
        leases.clear();
    }
}
