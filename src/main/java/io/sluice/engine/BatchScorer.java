package io.sluice.engine;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.event.Origin;
import io.sluice.model.EngineException;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.score.PredictionWriter;
import io.sluice.score.Scorer;
import io.sluice.score.Verdict;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steps rounds of records through the model: events become rows of a batch, one call advances the batch, and each row
 * becomes a state and a prediction. Each stream thread has its own.
 *
 * <p>If a call fails, its halves are stepped, and theirs, down to single rows. A record that fails alone is rejected if
 * the model still steps a row of zeros: a model that fails on zeros is refused when it is loaded. If it fails on them
 * now, or if no record fails alone, the engine has failed and not the record. The rows do not depend on each other, so
 * the outcomes do not depend on the batch.
 */
final class BatchScorer {
    private final StepModel model;
    private final Scorer scorer;
    private final PredictionWriter writer;
    private final Alerts alerts;
    private final ResumePolicy policy;
    private final RecordLimit limit;
    private final EngineListener listener;
    private final boolean repartitioned;
    private final byte[] initialState;
    private final StepBatch batch;
    private final float[] y;

    BatchScorer(ServingModel serving, StepModel model, EngineSettings settings, EngineListener listener) {
        this.model = model;
        this.listener = listener;
        this.scorer = serving.scorer(settings);
        this.writer = serving.predictionWriter(settings);
        this.alerts = serving.alerts(settings);
        this.policy = serving.resumePolicy(settings, scorer);
        this.limit = new RecordLimit(settings.maxRecordBytes());
        this.repartitioned = settings.repartitioned();
        this.initialState = model.initialState();
        this.batch = model.newBatch(settings.batchRows());
        this.y = new float[model.sizes().output()];
    }

    ResumePolicy policy() {
        return policy;
    }

    Alerts alerts() {
        return alerts;
    }

    /** Concludes a record that deletes its key. */
    void delete(PendingRecord pending) {
        pending.conclude(
                new Outcome.Deleted(alerts.deleted(pending), pending.start().before() != null));
    }

    /** Steps a round and concludes each of its records. The records have distinct keys, and each has its start. */
    void step(List<PendingRecord> round) {
        for (int from = 0; from < round.size(); from += batch.capacity()) {
            stepBatch(round.subList(from, Math.min(from + batch.capacity(), round.size())));
        }
    }

    private void stepBatch(List<PendingRecord> round) {
        for (PendingRecord pending : round) {
            listener.started(
                    Objects.requireNonNull(pending.start().resumption(), "a record that is stepped is scored"));
        }
        List<Outcome> outcomes = outcomes(round);
        for (int row = 0; row < round.size(); row++) {
            round.get(row).conclude(outcomes.get(row));
        }
    }

    private List<Outcome> outcomes(List<PendingRecord> records) {
        List<Outcome> outcomes = new ArrayList<>(records.size());
        try {
            call(records);
        } catch (EngineException e) {
            if (!addByHalves(records, outcomes) || !stepsZeros()) {
                throw e;
            }
            return outcomes;
        }
        addOutcomes(records, outcomes);
        return outcomes;
    }

    /** Steps records together, and in halves if that fails. Returns true if a record fails alone. */
    private boolean addByHalves(List<PendingRecord> records, List<Outcome> outcomes) {
        try {
            call(records);
        } catch (EngineException e) {
            if (records.size() == 1) {
                outcomes.add(rejected(DeadLetterReason.MODEL_FAILED, String.valueOf(e.getMessage())));
                return true;
            }
            int half = records.size() / 2;
            boolean first = addByHalves(records.subList(0, half), outcomes);
            boolean second = addByHalves(records.subList(half, records.size()), outcomes);
            return first || second;
        }
        addOutcomes(records, outcomes);
        return false;
    }

    private boolean stepsZeros() {
        batch.clearInput(0);
        batch.putState(0, initialState, 0);
        try {
            call(1);
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private void call(List<PendingRecord> records) {
        for (int row = 0; row < records.size(); row++) {
            fill(row, records.get(row));
        }
        call(records.size());
    }

    private void call(int rows) {
        batch.rows(rows);
        listener.step(rows, () -> model.step(batch));
    }

    private void addOutcomes(List<PendingRecord> records, List<Outcome> outcomes) {
        for (int row = 0; row < records.size(); row++) {
            outcomes.add(outcome(row, records.get(row)));
        }
    }

    private void fill(int row, PendingRecord pending) {
        KeyState resumed = pending.start().resumed();
        Request.Score request = pending.score();
        long gap = resumed == null ? 0 : Math.max(0, request.event().timestamp() - resumed.eventTime());
        request.row().fill(batch, row, gap);
        if (resumed == null) {
            batch.putState(row, initialState, 0);
        } else {
            batch.putState(row, resumed.bytes(), resumed.packedOffset());
        }
    }

    private Outcome outcome(int row, PendingRecord pending) {
        if (!batch.isFinite(row)) {
            return notFinite("the model's output or its next state is not finite");
        }
        Request.Score request = pending.score();
        KeyState next = nextState(row, pending);
        batch.getOutput(row, y);
        listener.output(pending.record(), y);
        Verdict verdict = scorer.score(y, next.steps(), request.event(), next.scorer());
        if (!verdict.isFinite()) {
            return notFinite("the model's output is finite, but a score made of it is not");
        }
        Origin origin = SourceHeaders.origin(pending.record(), repartitioned);
        byte[] prediction =
                writer.write(request.key(), request.event().timestamp(), next.steps(), origin, verdict, batch, row);
        Malformed tooLarge = limit.check(
                DeadLetterReason.PREDICTION_TOO_LARGE,
                pending.record(),
                Math.max(prediction.length, next.bytes().length));
        if (tooLarge != null) {
            return new Outcome.Rejected(tooLarge);
        }
        return new Outcome.Scored(
                next, prediction, verdict, alerts.scored(pending, next.steps(), verdict), request, pending.start());
    }

    private static Outcome notFinite(String detail) {
        return rejected(DeadLetterReason.PREDICTION_NOT_FINITE, detail);
    }

    private static Outcome rejected(DeadLetterReason reason, String detail) {
        return new Outcome.Rejected(new Malformed(reason, detail));
    }

    /** Returns the state after this step. The scorer's part is still as it was before. */
    private KeyState nextState(int row, PendingRecord pending) {
        @Nullable KeyState resumed = pending.start().resumed();
        Event event = pending.score().event();
        KeyState next = KeyState.next(resumed, policy.running(), event.timestamp(), pending.streamTime());
        batch.getNextState(row, next.bytes(), next.packedOffset());
        return next;
    }
}
