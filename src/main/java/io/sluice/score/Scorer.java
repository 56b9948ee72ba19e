package io.sluice.score;

import io.sluice.event.Event;
import java.nio.ByteBuffer;

/**
 * Turns a model's output into a verdict.
 *
 * <p>A scorer belongs to one thread. What it must remember of a key lives in the key's state.
 */
public interface Scorer {
    /** The bytes of a key's scorer state. */
    int stateBytes();

    /**
     * Scores one step of a key.
     *
     * @param y the model's output, all finite
     * @param step the key's step, from 1
     * @param event the event that was stepped
     * @param state the key's scorer state, all zero for a key never seen; read, then overwritten with what the next
     *     step needs
     */
    Verdict score(float[] y, long step, Event event, ByteBuffer state);
}
