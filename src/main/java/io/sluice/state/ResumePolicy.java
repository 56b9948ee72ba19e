package io.sluice.state;

import org.jspecify.annotations.Nullable;

/**
 * Decides if an event resumes the stored state of its key, and if the key was silent before. Reading and sweeping use
 * the same rules, so the results do not depend on the time of a sweep.
 *
 * @param running the states that the running model and its scorer write
 * @param ttlMillis the time to live of a state without events, in milliseconds of stream time; 0 for no limit
 * @param silenceMillis the time without events after which a key is silent, in milliseconds of stream time; 0 if no key
 *     is
 */
public record ResumePolicy(StateLayout running, long ttlMillis, long silenceMillis, Mismatch onMismatch) {

    /** The settings for a state that another model wrote. */
    public enum Mismatch {
        RESET,
        CARRY,
        FAIL
    }

    /**
     * Decides if an event resumes the stored state of its key.
     *
     * @param stored the state of the key; null if nothing is stored
     * @param reset true if the event asks to reset its key
     * @param streamTime the largest record timestamp that the task has seen, including this event's
     * @throws StateException if another model wrote the state, and it may be neither carried nor reset
     */
    public Resumption decide(@Nullable KeyState stored, boolean reset, long streamTime) {
        if (stored == null) {
            return Resumption.FRESH;
        }
        if (stored.isUnreadable()) {
            return Resumption.UNREADABLE;
        }
        if (reset) {
            return Resumption.RESET;
        }
        if (isExpired(stored, streamTime)) {
            return Resumption.EXPIRED;
        }
        return stored.hasModelOf(running) || mayCarry(stored) ? resumed(stored) : mismatched(stored);
    }

    private Resumption resumed(KeyState stored) {
        return stored.hasScorerOf(running) ? Resumption.RESUMED : Resumption.RESCORED;
    }

    private boolean mayCarry(KeyState stored) {
        return onMismatch == Mismatch.CARRY && stored.hasSizeOf(running);
    }

    /**
     * Reads the stored state of a key. If the bytes cannot be read and such states are reset, {@link #decide} will say
     * so of the state.
     *
     * @throws StateException if another version of Sluice wrote the state, and it may not be reset
     */
    public KeyState read(byte[] stored) {
        boolean resets = onMismatch == Mismatch.RESET && !KeyState.isReadable(stored);
        return resets ? KeyState.UNREADABLE : KeyState.of(stored);
    }

    /**
     * Returns true if stream time has advanced by more than the time to live since the key's last event. A state that
     * cannot be read does not say when that was.
     */
    public boolean isExpired(KeyState stored, long streamTime) {
        return !stored.isUnreadable() && isExpired(stored.streamTime(), streamTime);
    }

    /**
     * Returns true if a state has expired.
     *
     * @param last the stream time when the key's last event was applied
     */
    public boolean isExpired(long last, long streamTime) {
        return ttlMillis > 0 && streamTime - last > ttlMillis;
    }

    /**
     * Returns true if the alert topic was told that the key is silent, or is to be told now.
     *
     * @param time the stream time, or a later time if there have been no records since
     */
    public boolean isSilent(KeyState stored, long time) {
        return !stored.isUnreadable()
                && (stored.isSilenceTold() || (silenceMillis > 0 && time - stored.streamTime() > silenceMillis));
    }

    /** Returns true if a key may expire or fall silent. */
    public boolean hasLimits() {
        return ttlMillis > 0 || silenceMillis > 0;
    }

    /** Returns the shorter of the times after which a key expires or falls silent, in milliseconds of stream time. */
    public long shortestLimitMillis() {
        return silenceMillis > 0 ? silenceMillis : ttlMillis; // SluiceConfig requires that silence comes first
    }

    private Resumption mismatched(KeyState stored) {
        if (onMismatch == Mismatch.RESET) {
            return Resumption.REPLACED;
        }
        throw new StateException("a stored state was written by another model (fingerprint "
                + Long.toHexString(stored.fingerprint()) + ", " + stored.packedBytes() + " bytes; running "
                + Long.toHexString(running.fingerprint()) + ", " + running.packedBytes()
                + " bytes); set sluice.state.mismatch=reset to reset such keys"
                + (stored.hasSizeOf(running) ? ", or carry to continue from their states" : ""));
    }
}
