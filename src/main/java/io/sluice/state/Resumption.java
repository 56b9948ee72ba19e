package io.sluice.state;

/** The relation of an event to the stored state of its key. */
public enum Resumption {
    /** Nothing is stored, so the key starts. */
    FRESH,
    /** The event resumes the stored state. */
    RESUMED,
    /** The event resumes the hidden state; another scorer wrote its part of the state, so that part starts again. */
    RESCORED,
    /** The event asks to reset its key. */
    RESET,
    /** The stored state is older than the time to live, so the key starts again. */
    EXPIRED,
    /** Another model wrote the stored state, and the policy resets such keys. */
    REPLACED,
    /** This version of Sluice cannot read the stored state, and the policy resets such keys. */
    UNREADABLE;

    /** Returns true if the step continues from the stored hidden state. */
    public boolean continues() {
        return this == RESUMED || this == RESCORED;
    }

    /** Returns true if the scorer continues its part of the stored state. */
    public boolean continuesScoring() {
        return this == RESUMED;
    }
}
