package io.sluice.score;

import io.sluice.event.Event;
import java.nio.ByteBuffer;

/**
 * Turns a model's output into a verdict.
 *
 * <p>A scorer belongs to one thread. Everything that it remembers of a key is in the key's state.
 */
public interface Scorer {
    /** Returns what the scorer does and its main settings, in one line for users. */
    String description();

    /** Returns the number of bytes of a key's scorer state. */
    int stateBytes();

    /**
     * Returns the format of a key's scorer state. A scorer that gives its bytes another meaning returns another number;
     * then its part of each key's state starts again, and the hidden state continues.
     */
    int stateFormat();

    /**
     * Scores one step of a key.
     *
     * @param y the output of the model, all finite
     * @param step the step of the key, from 1
     * @param event the event of the step
     * @param state the scorer state of the key, all zero for a new key or after a change of scorer; the scorer reads it
     *     and overwrites it with the state for the next step
     */
    Verdict score(float[] y, long step, Event event, ByteBuffer state);
}
