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
                return pending;
            }
            delete.accept(pending);
            latest = pending.stateAfter();
        }
        return null;
    }

    /** Takes over the state of the record that was stepped last. */
    void stepped() {
        if (stepping != null) {
            latest = stepping.stateAfter();
            stepping = null;
        }
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
