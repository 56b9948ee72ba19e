package io.sluice.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.live.LiveView;
import io.sluice.live.PipelineStatus;
import io.sluice.live.StatusSampler;
import io.sluice.model.StepModel;
import io.sluice.permission.Permission;
import io.sluice.stream.log.BrokerWaits;
import io.sluice.stream.log.PipelineLog;
import io.sluice.stream.log.ReadPlaces;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** A pipeline as a whole: checks it before the start, starts it, reports its state, and stops it. */
public final class ScoringApplication implements AutoCloseable {
    /** Less than the 30 s after which Kubernetes, and our compose file, kill a process that was asked to stop. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(25);

    private final SluiceConfig config;
    private final List<String> warnings;
    private final ModelPool models;
    private final KafkaStreams streams;
    private final BrokerConnection connection;
    private final PipelineMeters meters;
    private final ThreadRecovery recovery;
    private final PipelineLog log;
    private final StatusSampler status;
    private final KeyStates states;
    private volatile @Nullable LiveView view;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * Prepares a pipeline and makes its instances of the model. It reads no events yet.
     *
     * @param instances makes an instance of the model for one stream thread, warmed up
     * @throws StartException if broker, topics or state directory are not as needed
     */
    public ScoringApplication(
            SluiceConfig config, ServingModel model, Supplier<? extends StepModel> instances, MeterRegistry registry) {
        this.config = config;
        ModelPool.requireFit(config, model); // errors that need no broker come first
        registry.config().meterFilter(new KafkaMeterFilter(config));
        Preflight preflight = new Preflight(config);
        List<String> ofSchema = preflight.checkSchema(model.manifest().input());
        TopicFindings topics = preflight.check();
        Optional<String> ofStates = topics.statePartitions().isPresent()
                ? new StoredStates(config, model.resumePolicy(config.engineSettings())).note()
                : Optional.empty();
        this.warnings = Stream.of(ofSchema.stream(), topics.warningOfOrder(config).stream(), ofStates.stream())
                .flatMap(lines -> lines)
                .toList();
        this.models = new ModelPool(config, model, instances, registry, topics.limits());
        BrokerWaits waits = new BrokerWaits(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        this.streams = streams(config, models, waits, topics.scoredPartitions());
        this.connection = new BrokerConnection(streams::metrics);
        models.connection(connection::wasMade);
        this.recovery = new ThreadRecovery(streams::addStreamThread, registry, System::currentTimeMillis);
        this.meters = new PipelineMeters(config, streams, this::isReady, models.keyCounts()::total, registry);
        meters.askAlso(new GrownTopics(config, topics.inputPartitions(), this::stop)::look);
        this.log = new PipelineLog(
                streams,
                TopologyNames.scoredTopics(config),
                config.bootstrapServers(),
                connection::isMade,
                waits,
                models.metrics()::counts,
                ReadPlaces.of(config, model.manifest().input()),
                models.sample());
        this.states = new KeyStates(streams, models, topics.scoredPartitions());
        this.status = new StatusSampler(models.metrics()::take, this::status);
        streams.setUncaughtExceptionHandler(recovery);
        streams.setStateListener((next, before) -> {
            log.state(next, before);
            if (next == KafkaStreams.State.RUNNING) {
                forgetMovedKeys();
            }
            if (next == KafkaStreams.State.NOT_RUNNING || next == KafkaStreams.State.ERROR) {
                ended.complete(null);
            }
        });
    }

    /** After a rebalance all tasks of this instance are open again. */
    private void forgetMovedKeys() {
        LiveView listener = view;
        if (listener != null) {
            listener.retain(models.keyCounts().partitions());
        }
    }

    /** Begins to stop because of a failure, and does not wait for the end. */
    private void stop(StartException failure) {
        recovery.stopped(failure);
        streams.close(CloseOptions.timeout(Duration.ZERO)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private static KafkaStreams streams(SluiceConfig config, ModelPool models, BrokerWaits waits, int partitions) {
        try {
            return new KafkaStreams(
                    ScoringTopology.build(config, models, OptionalInt.of(partitions)),
                    models.streamsProperties(),
                    WholeTransactionsProducer.clients(waits));
        } catch (StreamsException e) {
            models.close();
            throw new StartException(
                    "state.dir " + config.stateDirectory()
                            + " is in use by another process, or it cannot be used; give each instance its own folder,"
                            + " and each pipeline its own application.id",
                    e);
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** Sets the view that hears of each outcome, and begins to keep statuses. Call this before {@link #start}. */
    public void listen(LiveView listener) {
        view = listener;
        models.outcomes(listener);
        status.start();
    }

    /** Returns the topic of events on their way to their key; null if the key of a record counts. */
    public @Nullable String repartitionTopic() {
        return config.repartitions() ? TopologyNames.repartitionTopic(config) : null;
    }

    /** Returns the states of this instance's keys. */
    public KeyStates states() {
        return states;
    }

    /** Returns the status of each of the last seconds since {@link #listen}, the oldest first; at most a minute. */
    public List<PipelineStatus> statuses() {
        return status.minute();
    }

    /** Returns the latest status. */
    public PipelineStatus status() {
        return status.latest();
    }

    /** Returns the time since which the pipeline has its state, in milliseconds since the epoch. */
    public long stateSince() {
        return status.stateSince();
    }

    private PipelineStatus status(StatusSampler.Recent recent) {
        LiveView listener = view;
        return new PipelineStatus(
                System.currentTimeMillis(),
                state(),
                recent.events(),
                recent.predictions(),
                recent.deadLetters(),
                recent.alerts(),
                listener == null ? 0 : listener.openIncidents(),
                recent.latency(50),
                recent.latency(99),
                recent.rowsPerCall(),
                recent.aloneShare(),
                models.keyCounts().total(),
                meters.lags(),
                recent.letters());
    }

    /** Returns the other instances of the application that can be asked, see {@code application.server}. */
    public List<HostInfo> otherInstances() {
        if (!streams.state().isRunningOrRebalancing()) {
            return List.of(); // Kafka Streams knows no other instance before its start
        }
        return streams.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(HostInfo.unavailable()))
                .filter(host -> !host.equals(self()))
                .toList();
    }

    private @Nullable HostInfo self() {
        String server = config.applicationServer();
        return server.isEmpty() ? null : HostInfo.buildFromEndpoint(server);
    }

    /**
     * Starts to read events. It returns at once. The log says first what may be wrong with the schema or the input
     * topics, and what becomes of states that another model has left.
     */
    public void start() {
        try {
            log.start(warnings);
            streams.start();
        } catch (StreamsException e) {
            throw new StartException(
                    "Kafka Streams did not start with application.id " + config.applicationId() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Returns true if the pipeline starts, runs or rebalances, so that the process is worth keeping. */
    public boolean isLive() {
        return switch (streams.state()) {
            case CREATED, REBALANCING, RUNNING -> true;
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> false;
        };
    }

    /** Returns true if events are scored: all tasks are assigned and restored, and a broker is connected. */
    public boolean isReady() {
        return state().equals(KafkaStreams.State.RUNNING.name());
    }

    /**
     * Returns the name of Kafka Streams' state. If it runs, the name may be {@code DISCONNECTED}, without a broker, or
     * {@code RECOVERING}, if a thread has ended and is not replaced yet.
     */
    public String state() {
        KafkaStreams.State state = streams.state();
        if (state != KafkaStreams.State.RUNNING) {
            return state.name();
        }
        if (!connection.isMade()) {
            return "DISCONNECTED";
        }
        return recovery.isWaiting() ? "RECOVERING" : state.name();
    }

    /** Returns a future that completes when the pipeline has ended, after {@link #close} or after a failure. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Returns the exception that stopped the pipeline; null if nothing did. */
    public @Nullable Throwable failure() {
        return recovery.failure();
    }

    /**
     * Returns the permissions that the user of this pipeline lacks, as far as the broker tells. It may have been the
     * pipeline itself that made a topic, so that the check before the start did not know it.
     */
    public List<Permission> missingPermissions() {
        try {
            return new Preflight(config).missingPermissions();
        } catch (StartException e) {
            return List.of(); // the broker does not answer, so the failure is all that is known
        }
    }

    /**
     * Finishes the records in work, commits, and leaves the group at once, so that other instances take over.
     *
     * @throws StartException if this does not succeed within 25 s, for example without a broker
     */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    void close(Duration timeout) {
        recovery.close();
        log.close();
        status.close();
        boolean threadsEnded = streams.close(CloseOptions.timeout(timeout)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        meters.close();
        if (!threadsEnded) {
            throw new StartException(
                    "the pipeline did not stop within " + timeout.toSeconds()
                            + " s; the next start processes the uncommitted events again",
                    failure());
        }
        models.close();
        if (failure() == null) {
            log.stopped();
        }
    }
}
