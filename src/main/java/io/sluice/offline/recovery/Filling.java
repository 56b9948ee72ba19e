package io.sluice.offline.recovery;

import java.util.BitSet;

/** The predictions of the first event of each key. */
public final class Filling {
    private final int keys;
    private final BitSet predicted = new BitSet();
    private long doubles;

    /** @param keys the number of keys */
    public Filling(int keys) {
        this.keys = keys;
    }

    /** Takes a committed prediction. */
    public void take(byte[] key) {
        int number = KeyedReadings.number(key);
        if (predicted.get(number)) {
            doubles++;
        }
        predicted.set(number);
    }

    /** Returns the number of keys without a prediction. */
    public int missing() {
        return keys - predicted.cardinality();
    }

    /** Returns the number of predictions too many. */
    public long doubles() {
        return doubles;
    }
}
