package io.sluice.state;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a key's stored state is continued. Reading and sweeping use the same rule of expiry, so what is
 * computed does not depend on when a sweep runs.
 *
 * @param fingerprint of the running model
 * @param packedBytes of the running model's packed state
 * @param scorerBytes of the running scorer's state
 * @param ttlMillis how long a key may rest, in milliseconds of stream time; 0 for ever
 */
public record ResumePolicy(long fingerprint, int packedBytes, int scorerBytes, long ttlMillis, Mismatch onMismatch) {

    /** What happens to a state that another model wrote. */
    public enum Mismatch {
        RESET,
        CARRY,
        FAIL
    }

    /**
     * How an event stands to what is stored of its key.
     *
     * @param stored the key's state, null where there is none
     * @param reset whether the event asks for a new start
     * @param streamTime the largest record timestamp that the task has seen, this event's included
     * @throws StateException where the state is another model's and may neither be carried nor reset
     */
    public Resumption decide(@Nullable KeyState stored, boolean reset, long streamTime) {
        if (stored == null) {
            return Resumption.FRESH;
        }
        if (reset) {
            return Resumption.RESET;
        }
        if (isExpired(stored, streamTime)) {
            return Resumption.EXPIRED;
        }
        boolean sameSizes = stored.packedBytes() == packedBytes && stored.scorerBytes() == scorerBytes;
        return stored.fingerprint() == fingerprint && sameSizes ? Resumption.RESUMED : mismatched(stored, sameSizes);
    }

    /**
     * What is stored of a key; null where nothing is, or where another version of Sluice wrote it and such states are
     * reset.
     *
     * @throws StateException where another version wrote it and it may not be reset
     */
    public @Nullable KeyState read(byte @Nullable [] stored) {
        boolean unreadable = stored != null && !KeyState.isReadable(stored);
        return stored == null || (unreadable && onMismatch == Mismatch.RESET) ? null : KeyState.of(stored);
    }

    /** Whether the key has rested for longer than the time to live. */
    public boolean isExpired(KeyState stored, long streamTime) {
        return ttlMillis > 0 && streamTime - stored.recordTime() > ttlMillis;
    }

    private Resumption mismatched(KeyState stored, boolean sameSizes) {
        if (onMismatch == Mismatch.RESET) {
            return Resumption.REPLACED;
        }
        if (onMismatch == Mismatch.CARRY && sameSizes) {
            return Resumption.RESUMED;
        }
        throw new StateException("a stored state was written by another model (fingerprint "
                + Long.toHexString(stored.fingerprint()) + ", " + stored.packedBytes() + " bytes; running "
                + Long.toHexString(fingerprint) + ", " + packedBytes
                + " bytes): set sluice.state.mismatch=reset to start such keys again"
                + (sameSizes ? ", or carry to go on from them" : ""));
    }
}
