package io.sluice.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.model.StepModel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/** A running pipeline: checked, started, watched and stopped. */
public final class ScoringApplication implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final SluiceConfig config;
    private final ModelPool scoring;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics streamsMetrics;
    private final BrokerConnection connection;
    private final ThreadRecovery recovery = new ThreadRecovery(System::currentTimeMillis);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * Prepares a pipeline and makes its models; nothing is read yet.
     *
     * @param models makes an instance of the model for one stream thread, warmed up
     * @throws StartException where broker, topics or state directory are not as needed
     */
    public ScoringApplication(
            SluiceConfig config, ServingModel spec, Supplier<? extends StepModel> models, MeterRegistry registry) {
        this.config = config;
        ModelPool.requireFit(config, spec); // what is wrong whatever the broker says
        new Preflight(config).check();
        this.scoring = new ModelPool(config, spec, models, registry);
        this.streams = streams(config, scoring);
        this.streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(registry);
        this.connection = new BrokerConnection(streams::metrics);
        streams.setUncaughtExceptionHandler(recovery);
        streams.setStateListener((next, before) -> {
            if (next == KafkaStreams.State.NOT_RUNNING || next == KafkaStreams.State.ERROR) {
                ended.complete(null);
            }
        });
    }

    private static KafkaStreams streams(SluiceConfig config, ModelPool scoring) {
        try {
            return new KafkaStreams(ScoringTopology.build(config, scoring), scoring.streamsProperties());
        } catch (StreamsException failed) {
            scoring.close();
            throw new StartException(
                    "state.dir " + config.stateDirectory()
                            + " is used by another process or cannot be used; give each instance its own",
                    failed);
        } catch (RuntimeException failed) {
            scoring.close();
            throw failed;
        }
    }

    /** Begins to read events; returns at once. */
    public void start() {
        try {
            streams.start();
        } catch (StreamsException failed) {
            throw new StartException(
                    "Kafka Streams did not start with application.id " + config.applicationId() + ": "
                            + failed.getMessage(),
                    failed);
        }
    }

    /** Whether the process is worth keeping: it starts, runs or rebalances. */
    public boolean isLive() {
        return switch (streams.state()) {
            case CREATED, REBALANCING, RUNNING -> true;
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> false;
        };
    }

    /** Whether events are being scored: all tasks are assigned and restored, and a broker is connected. */
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING && connection.isMade();
    }

    /** The state's name, for people: Kafka Streams', or {@code DISCONNECTED} while it runs without a broker. */
    public String state() {
        KafkaStreams.State state = streams.state();
        return state == KafkaStreams.State.RUNNING && !connection.isMade() ? "DISCONNECTED" : state.name();
    }

    /** Completes when the pipeline has ended, by {@link #close} or by itself. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** What the pipeline stopped at; null where nothing stopped it. */
    public @Nullable Throwable failure() {
        return recovery.failure();
    }

    /**
     * Stops after the records in work, commits, and leaves the group at once, so that others take over without waiting.
     */
    @Override
    public void close() {
        boolean threadsEnded = streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        streamsMetrics.close();
        if (!threadsEnded) {
            throw new StartException("the pipeline did not stop within " + CLOSE_TIMEOUT.toSeconds()
                    + " s; what it had not committed is processed again at the next start");
        }
        scoring.close();
    }
}
