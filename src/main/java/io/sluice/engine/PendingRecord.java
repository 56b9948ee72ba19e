package io.sluice.engine;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record whose outcome is computed before its turn. It gets its start in its round, and then its outcome. Both stay,
 * unless the record is restarted because another order of records is expected.
 */
final class PendingRecord {
    private final InputRecord record;
    private final Request request;
    private long streamTime;
    private boolean planned;
    private @Nullable PendingRecord next;
    private @Nullable Start start;
    private @Nullable Outcome outcome;

    /** A record without an outcome, unless its request is rejected. */
    PendingRecord(InputRecord record, Request request) {
        this.record = record;
        this.request = request;
        if (request instanceof Request.Reject reject) {
            outcome = new Outcome.Rejected(reject.malformed());
        }
    }

    /** Sets the task's stream time at the record's turn, as far as it is known now. */
    void expectAt(long time) {
        streamTime = time;
    }

    /** Puts another record of the same key after this one. */
    void precede(PendingRecord following) {
        next = following;
    }

    /** Returns the record of the same key whose turn follows; null if there is none. */
    @Nullable
    PendingRecord next() {
        return next;
    }

    /** Notes that the record has a place among the records of its key. */
    void plan() {
        planned = true;
    }

    boolean isPlanned() {
        return planned;
    }

    /** Forgets its place, start and outcome. */
    void restart() {
        planned = false;
        next = null;
        start = null;
        outcome = null;
    }

    InputRecord record() {
        return record;
    }

    Request request() {
        return request;
    }

    /** Returns the task's stream time at the record's turn, as far as it is known. */
    long streamTime() {
        return streamTime;
    }

    /** Returns the event of a record that is scored. */
    Request.Score score() {
        return (Request.Score) request;
    }

    /** Decides, from the state that the key has come to, what the record starts from. */
    void begin(@Nullable KeyState before, ResumePolicy policy) {
        start = Start.of((Request.OfKey) request, before, streamTime, policy);
    }

    /** Returns true if the record is expected to continue the state that {@code before} leaves, once that is scored. */
    boolean continues(PendingRecord before, ResumePolicy policy) {
        return request instanceof Request.Score score
                && !score.reset()
                && !policy.isExpired(before.streamTime, streamTime);
    }

    Start start() {
        return Objects.requireNonNull(start, "the record's round has not begun");
    }

    void conclude(Outcome concluded) {
        outcome = concluded;
    }

    boolean isConcluded() {
        return outcome != null;
    }

    boolean isScored() {
        return outcome instanceof Outcome.Scored;
    }

    Outcome outcome() {
        return Objects.requireNonNull(outcome, "the record's round is not over");
    }

    /** Returns the key's state after this record; null if it was deleted or never existed. */
    @Nullable
    KeyState stateAfter() {
        if (outcome() instanceof Outcome.Scored scored) {
            return scored.state();
        }
        return outcome instanceof Outcome.Deleted ? null : start().before();
    }

    /**
     * Returns true if the outcome is what the record would get at this time, given that its key's state is the same.
     */
    boolean holds(InputRecord processed, long streamTimeNow, ResumePolicy policy) {
        return processed.timestamp() == record.timestamp()
                && (!(request instanceof Request.OfKey ofKey) || start().holds(ofKey, streamTimeNow, policy));
    }
}
