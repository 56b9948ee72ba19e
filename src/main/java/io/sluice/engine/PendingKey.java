package io.sluice.engine;

import io.sluice.state.KeyState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of one key that were computed ahead and not yet applied, each standing on the one before it; the first
 * stands on what was stored when the chain began.
 */
final class PendingKey {
    private final String key;
    private final Deque<PendingRecord> unstepped = new ArrayDeque<>();
    private @Nullable KeyState tail;
    private @Nullable PendingRecord last;
    private @Nullable PendingRecord applied;
    private boolean broken;
    private int waiting;

    PendingKey(String key, @Nullable KeyState stored) {
        this.key = key;
        this.tail = stored;
    }

    String key() {
        return key;
    }

    /** The key's state after all that was computed so far; null where it is deleted or was never seen. */
    @Nullable
    KeyState tail() {
        return tail;
    }

    void tail(@Nullable KeyState state) {
        tail = state;
    }

    /** Adds the key's next record; true where it is the first that waits for its round. */
    boolean append(PendingRecord ahead) {
        ahead.standOn(this, last);
        last = ahead;
        unstepped.add(ahead);
        waiting++;
        return unstepped.size() == 1;
    }

    /**
     * The next record that needs a step; deletions before it take effect on the tail. Null where none is left.
     *
     * @param deletion concludes a deletion, while the tail is still what it deletes
     */
    @Nullable
    PendingRecord nextToStep(BiConsumer<PendingKey, PendingRecord> deletion) {
        for (PendingRecord ahead = unstepped.poll(); ahead != null; ahead = unstepped.poll()) {
            if (ahead.event() != null) {
                return ahead;
            }
            deletion.accept(this, ahead);
            tail = null;
        }
        return null;
    }

    /** Whether what stood before {@code ahead} was applied last and nobody else wrote the key since. */
    boolean leadsTo(PendingRecord ahead) {
        return !broken && applied == ahead.previous();
    }

    /** The store now holds what {@code ahead} came to; it lets go of its own predecessor. */
    void applied(PendingRecord ahead) {
        applied = ahead;
        ahead.standOn(this, null);
    }

    /** Somebody else wrote the key: what was computed ahead of it holds no more. */
    void breakOff() {
        broken = true;
    }

    /** One record less waits for its turn; true where it was the last. */
    boolean leave() {
        waiting--;
        return waiting == 0;
    }
}
