package io.sluice.offline.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** Rows from {@code first} to {@code last}, both among them, counted from 0. */
public record RowRange(int first, int last) {
    public RowRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("no rows from " + first + " to " + last);
        }
    }

    public int count() {
        return last - first + 1;
    }

    /** Whether any row lies in both. */
    public boolean overlaps(RowRange other) {
        return first <= other.last && other.first <= last;
    }

    public boolean contains(int row) {
        return first <= row && row <= last;
    }

    /** The longest runs of rows, among the first {@code rows}, of which {@code holds} is true. */
    public static List<RowRange> runs(int rows, IntPredicate holds) {
        List<RowRange> runs = new ArrayList<>();
        int first = -1;
        for (int row = 0; row <= rows; row++) {
            boolean in = row < rows && holds.test(row);
            if (in && first < 0) {
                first = row;
            } else if (!in && first >= 0) {
                runs.add(new RowRange(first, row - 1));
                first = -1;
            }
        }
        return runs;
    }

    /** The same rows in order, with those that overlap made one. */
    public static List<RowRange> merged(List<RowRange> ranges) {
        List<RowRange> merged = new ArrayList<>();
        for (RowRange range :
                ranges.stream().sorted(Comparator.comparingInt(RowRange::first)).toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).overlaps(range)) {
                RowRange before = merged.get(last);
                merged.set(last, new RowRange(before.first, Math.max(before.last, range.last)));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
