package io.sluice.engine;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pending records of one key, in the order of their turns. Each feeds on the state that the one before it leaves;
 * the first feeds on the stored state. An outcome counts only if its record is the first that waits for its turn, and
 * nobody else wrote the key.
 */
final class PendingKey {
    private final String key;
    private @Nullable KeyState latest;

    /** The first record that waits for its turn. */
    private @Nullable PendingRecord first;

    /** The first record that waits for its round. */
    private @Nullable PendingRecord unstepped;

    private @Nullable PendingRecord last;

    /** The record that waits already and comes next in the plan that is being made. */
    private @Nullable PendingRecord expected;

    private @Nullable PendingRecord stepping;

    /** The number of records of the run that begins with {@link #stepping}, those that were stepped left out. */
    private int run;

    /** The largest number of records of the next run. */
    private int limit = Integer.MAX_VALUE;

    /**
     * A key without pending records.
     *
     * @param stored the key's state in the store; null if there is none
     */
    PendingKey(String key, @Nullable KeyState stored) {
        this.key = key;
        this.latest = stored;
    }

    String key() {
        return key;
    }

    /** Prepares {@link #follow} for a new plan. */
    void rewind() {
        expected = first;
    }

    /**
     * Takes the key's next record of a plan: one that waits already, or a new one, which is added after the others.
     *
     * @return false if other records wait before it
     */
    boolean follow(PendingRecord pending) {
        if (pending == expected) {
            expected = pending.next();
            return true;
        }
        if (expected != null || pending.isPlanned()) {
            return false;
        }
        add(pending);
        return true;
    }

    private void add(PendingRecord pending) {
        if (first == null) {
            first = pending;
        } else {
            Objects.requireNonNull(last, "a first record implies a last one").precede(pending);
        }
        last = pending;
        if (unstepped == null) {
            unstepped = pending;
        }
        pending.plan();
    }

    /** Returns true if a record waits for its round. */
    boolean hasUnstepped() {
        return unstepped != null;
    }

    /**
     * Returns the next record that needs a step, with its start; null if none is left. Deletions before it take effect
     * on the way.
     *
     * @param delete concludes a record that deletes the key
     */
    @Nullable
    PendingRecord nextToStep(ResumePolicy policy, Consumer<PendingRecord> delete) {
        while (unstepped != null) {
            PendingRecord pending = unstepped;
            unstepped = pending.next();
            pending.begin(latest, policy);
            if (pending.request() instanceof Request.Score) {
                stepping = pending;
                run = 1;
                return pending;
            }
            delete.accept(pending);
            latest = pending.stateAfter();
        }
        return null;
    }

    /** Returns the record that is stepped now, with its start. */
    PendingRecord stepping() {
        return Objects.requireNonNull(stepping, "no record of the key is stepped");
    }

    /**
     * Plans the run that begins with the record that is stepped now: the records that are expected to continue one
     * another. A reset, a deletion or an expiry ends it.
     *
     * @param longest the largest number of records
     */
    void planRun(int longest, ResumePolicy policy) {
        int most = Math.min(longest, limit);
        PendingRecord last = stepping();
        PendingRecord next = last.next();
        while (run < most && next != null && next.continues(last, policy)) {
            run++;
            last = next;
            next = last.next();
        }
    }

    /** Returns the number of records of the run. */
    int run() {
        return run;
    }

    /** Ends the run after its first record. The next runs are short, too. */
    void cutRun() {
        run = 1;
        limit = 1;
    }

    /**
     * Takes over the state of the record that was stepped, and goes on to the next one of the run.
     *
     * @return false if the run is over, or if the next record does not continue the state that the run has computed:
     *     then it is stepped again
     */
    boolean stepped(ResumePolicy policy) {
        PendingRecord done = stepping();
        latest = done.stateAfter();
        stepping = null;
        run--;
        if (!done.isScored()) {
            limit = 1; // the rest of the run was stepped in vain
            return false;
        }
        if (run == 0) {
            limit = limit > Integer.MAX_VALUE / 2 ? limit : 2 * limit;
            return false;
        }
        PendingRecord next = Objects.requireNonNull(unstepped, "a run has records left");
        next.begin(latest, policy);
        if (next.start().resumed() != latest) {
            return false;
        }
        unstepped = next.next();
        stepping = next;
        return true;
    }

    /** Returns true if everything before the record was applied and nobody else wrote the key. */
    boolean leadsTo(PendingRecord pending) {
        return first == pending;
    }

    /** Notes that the first record took effect. */
    void applied() {
        first = Objects.requireNonNull(first, "no record waits for its turn").next();
    }

    /** Notes that another writer wrote the key or that another order came. No outcome counts any more. */
    void breakOff() {
        first = null;
        unstepped = null;
        stepping = null;
    }

    /** Returns true if no record of the key waits for its turn. */
    boolean isDone() {
        return first == null;
    }
}
