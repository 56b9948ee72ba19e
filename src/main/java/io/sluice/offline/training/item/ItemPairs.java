package io.sluice.offline.training.item;

import java.util.Arrays;
import java.util.List;

/**
 * How strongly one item speaks for another, counted over sessions by a {@link PairRule}: a sparse matrix from the item
 * that was clicked to the item that is ranked. Items are ids from 1 to 2^24 - 1.
 *
 * <p>Kept are the pairs that occur: as sorted keys {@code from << 24 | to}, and the weights in a table with open
 * addressing while they are counted.
 */
public final class ItemPairs {
    private static final int ID_BITS = 24;
    private static final long ID_MASK = (1L << ID_BITS) - 1;
    private static final long EMPTY = 0;

    private final long[] keys;
    private final float[] weights;
    private final double[] sums;
    private final int[] starts;

    private ItemPairs(Count count, int items) {
        this.keys = count.sortedKeys();
        this.weights = new float[keys.length];
        this.sums = new double[items + 1];
        this.starts = new int[items + 2];
        for (int i = 0; i < keys.length; i++) {
            int from = (int) (keys[i] >>> ID_BITS);
            weights[i] = (float) count.get(keys[i]);
            sums[from] += weights[i];
            starts[from + 1] = i + 1;
        }
        for (int from = 1; from < starts.length; from++) {
            starts[from] = Math.max(starts[from], starts[from - 1]);
        }
    }

    /**
     * Counts the pairs of sessions.
     *
     * @param sessions ids of items in the order of the clicks; 0 is an item that is not known, which has no pairs
     * @param items the largest id
     */
    public static ItemPairs count(PairRule rule, List<int[]> sessions, int items) {
        Count count = new Count();
        sessions.forEach(session -> rule.forEachPair(session, count::add));
        return new ItemPairs(count, items);
    }

    /** What is told of a row of the matrix. */
    public interface Row {
        /** An item of the row and its weight, which is above 0. */
        void accept(int to, float weight);
    }

    /** Goes through the items that {@code from} speaks for, by rising id. */
    public void forEach(int from, Row row) {
        for (int i = starts[from]; i < starts[from + 1]; i++) {
            row.accept((int) (keys[i] & ID_MASK), weights[i]);
        }
    }

    /** How many items {@code from} speaks for. */
    int size(int from) {
        return starts[from + 1] - starts[from];
    }

    /** The weight of a pair; 0 where it does not occur. */
    float weight(int from, int to) {
        int at = Arrays.binarySearch(keys, starts[from], starts[from + 1], key(from, to));
        return at < 0 ? 0 : weights[at];
    }

    /** The sum of a row's weights. */
    double sum(int from) {
        return sums[from];
    }

    static long key(int from, int to) {
        return ((long) from << ID_BITS) | to;
    }

    /** Weights by key, in a table that grows; probes go on to the next slot. */
    private static final class Count {
        private long[] slots = new long[1 << 10];
        private double[] totals = new double[slots.length];
        private int size;

        void add(int from, int to, double weight) {
            if (from == 0 || to == 0) {
                return;
            }
            if (2 * size >= slots.length) {
                grow();
            }
            int slot = slot(key(from, to));
            if (slots[slot] == EMPTY) {
                slots[slot] = key(from, to);
                size++;
            }
            totals[slot] += weight;
        }

        double get(long key) {
            return totals[slot(key)];
        }

        private int slot(long key) {
            int mask = slots.length - 1;
            int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
            while (slots[slot] != EMPTY && slots[slot] != key) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        private void grow() {
            long[] before = slots;
            double[] values = totals;
            slots = new long[2 * before.length];
            totals = new double[slots.length];
            for (int i = 0; i < before.length; i++) {
                if (before[i] != EMPTY) {
                    int slot = slot(before[i]);
                    slots[slot] = before[i];
                    totals[slot] = values[i];
                }
            }
        }

        long[] sortedKeys() {
            return Arrays.stream(slots).filter(key -> key != EMPTY).sorted().toArray();
        }
    }
}
