package io.sluice.simulation;

import io.sluice.score.AnomalyScorer;
import io.sluice.score.Incident;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the model and the scorer remember of a key. Nobody changes the arrays. */
final class Memory {
    private final byte[] packed;
    private final byte[] scored;

    /**
     * A memory.
     *
     * @param packed the model's state
     * @param scored the scorer's state
     */
    Memory(byte[] packed, byte[] scored) {
        this.packed = packed;
        this.scored = scored;
    }

    byte[] packed() {
        return packed;
    }

    byte[] scored() {
        return scored;
    }

    /** The incident that is open, as a closed one; null without one. */
    Incident openIncident() {
        return AnomalyScorer.cutShort(ByteBuffer.wrap(scored).order(ByteOrder.LITTLE_ENDIAN));
    }
}
