package io.sluice.engine;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pending records of one key, in their order. Each feeds on the state that the one before it leaves; the first
 * feeds on the stored state. An outcome counts only if all outcomes before it were applied and nobody else wrote the
 * key.
 */
final class PendingKey {
    private final String key;
    private final Deque<PendingRecord> unstepped = new ArrayDeque<>();
    private @Nullable KeyState latest;
    private @Nullable PendingRecord stepping;
    private int added;
    private int applied;
    private int dropped;
    private boolean broken;

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

    /** Adds the key's next record and returns its position among the key's records. */
    int add(PendingRecord pending) {
        unstepped.add(pending);
        return added++;
    }

    /** Returns true if a record waits for its round. */
    boolean hasUnstepped() {
        return !unstepped.isEmpty();
    }

    /** Returns true if exactly one record waits for its round. */
    boolean hasOneUnstepped() {
        return unstepped.size() == 1;
    }

    /**
     * Returns the next record that needs a step, with its start; null if none is left or if somebody else wrote the
     * key. Deletions before it take effect on the way.
     *
     * @param delete concludes a record that deletes the key
     */
    @Nullable
    PendingRecord nextToStep(ResumePolicy policy, Consumer<PendingRecord> delete) {
        if (broken) {
            unstepped.clear();
        }
        for (PendingRecord pending = unstepped.poll(); pending != null; pending = unstepped.poll()) {
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

    /** Returns true if everything before the position was applied and nobody else wrote the key. */
    boolean leadsTo(int position) {
        return !broken && applied == position;
    }

    /** Notes that the record whose turn it was took effect. */
    void applied() {
        applied++;
    }

    /** Notes that a record never had its turn. The outcomes after it do not count any more. */
    void drop() {
        dropped++;
        broken = true;
    }

    /** Notes that somebody else wrote the key. No outcome counts any more. */
    void breakOff() {
        broken = true;
    }

    /** Returns true if no record of the key waits for its turn. */
    boolean isDone() {
        return applied + dropped == added;
    }
}
