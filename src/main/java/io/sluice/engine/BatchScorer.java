package io.sluice.engine;

import io.sluice.Internal;
import io.sluice.config.SluiceConfig;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.event.Origin;
import io.sluice.format.EventDecoder;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.score.Anomaly;
import io.sluice.score.PredictionWriter;
import io.sluice.score.Scorer;
import io.sluice.score.Verdict;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import io.sluice.stream.RecordLimit;
import io.sluice.stream.ScoringMetrics;
import io.sluice.stream.SourceHeaders;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream thread's model with all that stands around it: events to rows, one call for a round of them, rows to states
 * and predictions. All tasks of the thread share it.
 */
@Internal
public final class BatchScorer {
    private final StepModel model;
    private final EventDecoder decoder;
    private final InputRows rows;
    private final Scorer scorer;
    private final PredictionWriter writer;
    private final Alerts alerts;
    private final ResumePolicy policy;
    private final RecordLimit limit;
    private final ScoringMetrics metrics;
    private final byte[] initialState;
    private final StepBatch batch;
    private final boolean repartitioned;
    private final float[] y;

    public BatchScorer(ServingModel spec, StepModel model, SluiceConfig config, ScoringMetrics metrics) {
        this.model = model;
        this.metrics = metrics;
        this.decoder = spec.decoder(config.eventFormat(), null, config.maxEventBytes());
        this.rows = spec.rows();
        this.scorer = spec.scorer(config);
        this.writer = new PredictionWriter(spec.name(), spec.version(), config.rawOutput());
        this.alerts = config.alertTopic() == null ? Alerts.NONE : new IncidentAlerts(spec, config);
        this.policy = spec.resumePolicy(config, scorer.stateBytes());
        this.limit = new RecordLimit(config.maxRecordBytes());
        this.repartitioned = config.repartitions();
        this.initialState = model.initialState();
        this.batch = model.newBatch(config.batchRows());
        this.y = new float[model.sizes().output()];
    }

    public ResumePolicy policy() {
        return policy;
    }

    public Alerts alerts() {
        return alerts;
    }

    Decoded decode(byte[] value, InputRecord arrival) {
        return decoder.decode(value, arrival.headers(), arrival.timestamp());
    }

    /** Does for many records together what needs no state. */
    void prepare(Collection<PendingRecord> aheads) {
        rows.prepare(aheads);
    }

    /** Why a deletion of the arrival's key could not be written; null where it can. */
    @Nullable
    Malformed tooLarge(InputRecord arrival) {
        return limit.check(DeadLetterReason.TOO_LARGE, arrival, 0);
    }

    /** Concludes a record that deletes its key. */
    void delete(PendingKey chain, PendingRecord ahead) {
        ahead.end(policy, chain.tail());
        ahead.conclude(new Outcome.Deleted(alerts.deleted(chain.key(), ahead)));
    }

    /** Steps a round of records with distinct keys and concludes each of them. */
    void step(List<PendingKey> chains, List<PendingRecord> round) {
        for (int from = 0; from < round.size(); from += batch.capacity()) {
            int to = Math.min(from + batch.capacity(), round.size());
            stepBatch(chains.subList(from, to), round.subList(from, to));
        }
    }

    private void stepBatch(List<PendingKey> chains, List<PendingRecord> round) {
        for (int row = 0; row < round.size(); row++) {
            fill(row, chains.get(row), round.get(row));
        }
        batch.rows(round.size());
        metrics.timeStep(batch.rows(), () -> model.step(batch));
        for (int row = 0; row < round.size(); row++) {
            conclude(row, chains.get(row), round.get(row));
        }
    }

    private void fill(int row, PendingKey chain, PendingRecord ahead) {
        metrics.resumption(ahead.resume(policy, chain.tail()));
        KeyState resumed = ahead.resumed();
        Event event = ahead.scored();
        long gap = resumed == null ? 0 : Math.max(0, event.timestamp() - resumed.eventTime());
        rows.fill(batch, row, ahead, gap);
        if (resumed == null) {
            batch.putState(row, initialState, 0);
        } else {
            batch.putState(row, resumed.bytes(), resumed.packedOffset());
        }
    }

    private void conclude(int row, PendingKey chain, PendingRecord ahead) {
        batch.getOutput(row, y);
        KeyState next = nextState(row, ahead);
        Outcome outcome = isFinite(row)
                ? score(row, chain.key(), ahead, next)
                : new Outcome.Rejected(new Malformed(
                        DeadLetterReason.PREDICTION_NOT_FINITE, "the model's output or its next state is not finite"));
        if (outcome instanceof Outcome.Scored) {
            chain.tail(next);
        }
        ahead.conclude(outcome);
    }

    private Outcome score(int row, String key, PendingRecord ahead, KeyState next) {
        Event event = ahead.scored();
        Verdict verdict = scorer.score(y, next.steps(), event, next.scorer());
        Origin origin = SourceHeaders.origin(ahead.arrival(), repartitioned);
        byte[] prediction = writer.write(key, event.timestamp(), next.steps(), origin, verdict, batch, row);
        Malformed tooLarge = limit.check(
                DeadLetterReason.PREDICTION_TOO_LARGE,
                ahead.arrival(),
                Math.max(prediction.length, next.bytes().length));
        if (tooLarge != null) {
            return new Outcome.Rejected(tooLarge);
        }
        return new Outcome.Scored(
                next,
                prediction,
                verdict instanceof Anomaly anomaly ? anomaly.incident() : null,
                alerts.scored(key, ahead, next.steps(), verdict));
    }

    /** The state after this step, with the scorer's part still as it was before. */
    private KeyState nextState(int row, PendingRecord ahead) {
        @Nullable KeyState resumed = ahead.resumed();
        long recordTime = ahead.arrival().timestamp();
        KeyState next = KeyState.create(
                policy.fingerprint(),
                resumed == null ? 1 : resumed.steps() + 1,
                resumed == null
                        ? ahead.scored().timestamp()
                        : Math.max(resumed.eventTime(), ahead.scored().timestamp()),
                resumed == null ? recordTime : Math.max(resumed.recordTime(), recordTime),
                scorer.stateBytes(),
                batch.stateRowBytes());
        if (resumed != null) {
            next.scorer().put(resumed.scorer());
        }
        batch.getNextState(row, next.bytes(), next.packedOffset());
        return next;
    }

    private boolean isFinite(int row) {
        return allFinite(
                        batch.output(),
                        row * batch.outputRowBytes(),
                        batch.sizes().output())
                && allFinite(
                        batch.nextState(),
                        row * batch.stateRowBytes(),
                        batch.sizes().state());
    }

    private static boolean allFinite(ByteBuffer buffer, int offset, int elements) {
        for (int i = 0; i < elements; i++) {
            if (!Float.isFinite(buffer.getFloat(offset + i * Float.BYTES))) {
                return false;
            }
        }
        return true;
    }
}
