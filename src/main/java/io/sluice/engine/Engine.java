package io.sluice.engine;

import io.sluice.model.StepModel;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The scoring core of one thread: a model, and the code that reads, steps and scores with it. All tasks of the thread
 * share it; each of them has its own {@link LookAhead}. It knows Kafka's records but not Kafka Streams.
 */
public final class Engine {
    private final RecordReader reader;
    private final BatchScorer scorer;
    private final Rounds rounds;
    private final int limit;
    private final EngineListener listener;

    /**
     * An engine for one thread.
     *
     * @param model an instance of the model that no other thread uses; the caller closes it
     * @throws IllegalArgumentException if the settings do not suit the model
     */
    public Engine(ServingModel serving, StepModel model, EngineSettings settings, EngineListener listener) {
        this(serving, model, settings, listener, System::nanoTime);
    }

    /**
     * An engine for one thread, with a clock of its own.
     *
     * @param clock gives the time in nanoseconds, which limits look-ahead
     */
    public Engine(
            ServingModel serving,
            StepModel model,
            EngineSettings settings,
            EngineListener listener,
            LongSupplier clock) {
        this.reader = new RecordReader(
                settings.events().decoder(serving.manifest().input(), null),
                serving.rows(),
                new RecordLimit(settings.maxRecordBytes()));
        this.scorer = new BatchScorer(serving, model, settings, listener);
        this.rounds = new Rounds(scorer, TimeUnit.MILLISECONDS.toNanos(settings.lookAheadMillis()), clock);
        this.limit = settings.lookAheadRecords();
        this.listener = listener;
    }

    /**
     * Makes a look-ahead for one task.
     *
     * @param store returns the stored state of a key's bytes, null if there is none
     */
    public LookAhead lookAhead(PolledRecordSource polled, Function<byte[], byte @Nullable []> store) {
        return new LookAhead(reader, scorer.policy(), polled, store, rounds, limit, listener);
    }

    /** Returns the rule by which stored states are continued, reset or expired. */
    public ResumePolicy policy() {
        return scorer.policy();
    }

    /** Returns the alerts, as JSON, of a key that is removed because it has expired. */
    public List<byte[]> expiryAlerts(String key, KeyState state) {
        return scorer.alerts().expired(key, state);
    }

    /** Returns the alert, as JSON, of a key that has sent no event for too long. */
    public byte[] silenceAlert(String key, KeyState state) {
        return scorer.alerts().silent(key, state);
    }
}
