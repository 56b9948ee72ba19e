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
import io.sluice.state.Resumption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steps rounds of records through the model: events become rows of a batch, one call advances the batch, and each row
 * becomes a state and a prediction. Each stream thread has its own. Of a model that takes runs, one call advances a key
 * by several of its records.
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

    /** Returns the largest number of records of a key that one call takes. */
    int longestRun() {
        return Math.min(model.longestRun(), batch.capacity());
    }

    /**
     * Steps a round and concludes its records: one of each key, or the run that begins with it.
     *
     * @param keys keys with a record to step, which has its start
     * @param longest the largest number of records of a key, at most {@link #longestRun}
     * @return the number of records of the longest run that the model took, at least 1
     */
    int step(List<PendingKey> keys, int longest) {
        if (longest == 1) {
            stepSingly(keys);
            return 1;
        }
        keys.forEach(key -> key.planRun(longest, policy));
        int steps = 1;
        for (List<PendingKey> call : RunCalls.of(keys, batch.capacity())) {
            steps = Math.max(steps, stepRuns(call));
        }
        return steps;
    }

    /**
     * Steps runs side by side, the longest of them first. If the call fails, the first record of each run is stepped
     * alone: which of the records fails is found by single steps.
     *
     * @return the number of steps that the keys took at most
     */
    private int stepRuns(List<PendingKey> keys) {
        int steps = keys.get(0).run();
        if (steps == 1) {
            stepSingly(keys);
            return 1;
        }
        try {
            fill(keys, steps);
            call(steps, keys.size());
        } catch (EngineException e) {
            keys.forEach(PendingKey::cutRun);
            stepSingly(keys);
            return 1;
        }
        for (int row = 0; row < keys.size(); row++) {
            conclude(keys.get(row), row);
        }
        return steps;
    }

    private void fill(List<PendingKey> keys, int steps) {
        batch.runs(steps, keys.size());
        for (int row = 0; row < keys.size(); row++) {
            fill(keys.get(row), row, steps);
        }
    }

    /** Fills in a run. Zeros pad it at its end, where no record takes their results. */
    private void fill(PendingKey key, int row, int steps) {
        PendingRecord pending = key.stepping();
        long latest = fill(row, pending);
        for (int step = 1; step < key.run(); step++) {
            pending = Objects.requireNonNull(pending.next(), "a run has as many records as planned");
            latest = fillInput(batch.cell(step, row), pending, latest);
        }
        for (int step = key.run(); step < steps; step++) {
            batch.clearInput(batch.cell(step, row));
        }
    }

    /**
     * Concludes the records of a run in their order. The first one that is rejected, or that does not continue the one
     * before it after all, ends the run.
     */
    private void conclude(PendingKey key, int row) {
        int step = 0;
        do {
            PendingRecord pending = key.stepping();
            listener.started(resumption(pending));
            pending.conclude(outcome(batch.cell(step, row), pending));
            step++;
        } while (key.stepped(policy));
    }

    private static Resumption resumption(PendingRecord pending) {
        return Objects.requireNonNull(pending.start().resumption(), "a record that is stepped is scored");
    }

    private void stepSingly(List<PendingKey> keys) {
        for (int from = 0; from < keys.size(); from += batch.capacity()) {
            stepBatch(keys.subList(from, Math.min(from + batch.capacity(), keys.size())));
        }
    }

    private void stepBatch(List<PendingKey> keys) {
        List<PendingRecord> round = new ArrayList<>(keys.size());
        for (PendingKey key : keys) {
            round.add(key.stepping());
            listener.started(resumption(key.stepping()));
        }
        List<Outcome> outcomes = outcomes(round);
        for (int row = 0; row < keys.size(); row++) {
            round.get(row).conclude(outcomes.get(row));
            keys.get(row).stepped(policy);
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
            call(1, 1);
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private void call(List<PendingRecord> records) {
        for (int row = 0; row < records.size(); row++) {
            fill(row, records.get(row));
        }
        call(1, records.size());
    }

    private void call(int steps, int rows) {
        batch.runs(steps, rows);
        listener.step(steps * rows, () -> model.step(batch));
    }

    private void addOutcomes(List<PendingRecord> records, List<Outcome> outcomes) {
        for (int row = 0; row < records.size(); row++) {
            outcomes.add(outcome(row, records.get(row)));
        }
    }

    /** Fills in the state and the first row x of a key, and returns the time of its latest event after that. */
    private long fill(int row, PendingRecord pending) {
        KeyState resumed = pending.start().resumed();
        if (resumed == null) {
            batch.putState(row, initialState, 0);
            return fillInput(row, pending, pending.score().event().timestamp());
        }
        batch.putState(row, resumed.bytes(), resumed.packedOffset());
        return fillInput(row, pending, resumed.eventTime());
    }

    /**
     * Fills in a row x, and returns the time of the key's latest event after it.
     *
     * @param latest the time of the key's latest event before; that of the event itself if there is none
     */
    private long fillInput(int row, PendingRecord pending, long latest) {
        Request.Score request = pending.score();
        long time = request.event().timestamp();
        request.row().fill(batch, row, Math.max(0, time - latest));
        return Math.max(latest, time);
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
