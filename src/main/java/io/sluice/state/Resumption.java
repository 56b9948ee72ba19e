package io.sluice.state;

/** How an event stands to what is stored of its key. */
public enum Resumption {
    /** Nothing is stored: the key starts. */
    FRESH,
    /** The stored state is continued. */
    RESUMED,
    /** The event asks for a new start. */
    RESET,
    /** The stored state is older than the time to live: the key starts again. */
    EXPIRED,
    /** Another model wrote the stored state, and the policy is to start again. */
    REPLACED;

    /** Whether the step feeds on the stored state. */
    public boolean continues() {
        return this == RESUMED;
    }
}
