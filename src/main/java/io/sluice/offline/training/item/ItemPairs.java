package io.sluice.offline.training.item;

import java.util.Arrays;
import java.util.List;

/**
 * The weights of pairs of items, counted over sessions by a {@link PairRule}. They are a sparse matrix, from the
 * clicked item to the item to rank. Items are ids from 1 to 2^24 - 1.
 *
 * <p>The pairs that occur are stored as sorted keys {@code from << 24 | to}. During counting, the weights are in a hash
 * table with open addressing.
 */
public final class ItemPairs {
    private static final int ID_BITS = 24;
    private static final long ID_MASK = (1L << ID_BITS) - 1;
    private static final long EMPTY = 0;

    private final long[] keys;
    private final float[] weights;
    private final int[] starts;

    private ItemPairs(PairCounts count, int items) {
        this.keys = count.sortedKeys();
        this.weights = new float[keys.length];
        this.starts = new int[items + 2];
        for (int i = 0; i < keys.length; i++) {
            int from = (int) (keys[i] >>> ID_BITS);
            weights[i] = (float) count.get(keys[i]);
            starts[from + 1] = i + 1;
        }
        for (int from = 1; from < starts.length; from++) {
            starts[from] = Math.max(starts[from], starts[from - 1]);
        }
    }

    /**
     * Counts the pairs of sessions.
     *
     * @param sessions item ids in the order of the clicks; 0 is an unknown item, which has no pairs
     * @param items the largest id
     */
    public static ItemPairs count(PairRule rule, List<int[]> sessions, int items) {
        PairCounts count = new PairCounts();
        sessions.forEach(session -> rule.forEachPair(session, count::add));
        return new ItemPairs(count, items);
    }

    /** Receives the elements of a row of the matrix. */
    public interface Row {
        /** Receives an item of the row and its weight, which is above 0. */
        void accept(int to, float weight);
    }

    /** Visits the items that have pairs with {@code from}, in ascending order of their ids. */
    public void forEach(int from, Row row) {
        for (int i = starts[from]; i < starts[from + 1]; i++) {
            row.accept((int) (keys[i] & ID_MASK), weights[i]);
        }
    }

    /** Returns the weight of a pair; 0 if it does not occur. */
    float weight(int from, int to) {
        int at = Arrays.binarySearch(keys, starts[from], starts[from + 1], key(from, to));
        return at < 0 ? 0 : weights[at];
    }

    static long key(int from, int to) {
        return ((long) from << ID_BITS) | to;
    }

    /** Weights by key, in a hash table that grows. Probing is linear. */
    private static final class PairCounts {
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
