package io.sluice.offline.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** A range of rows, counted from 0. Both {@code first} and {@code last} belong to it. */
public record RowRange(int first, int last) {
    public RowRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "row range " + first + " to " + last + ": the first row must be at least 0 and not after the last");
        }
    }

    /** Returns the number of rows. */
    public int count() {
        return last - first + 1;
    }

    /** Returns true if the ranges share a row. */
    public boolean overlaps(RowRange other) {
        return first <= other.last && other.first <= last;
    }

    /** Returns true if the row lies in this range. */
    public boolean contains(int row) {
        return first <= row && row <= last;
    }

    /** Returns the longest runs of rows, below row {@code rows}, for which {@code condition} holds. */
    public static List<RowRange> runs(int rows, IntPredicate condition) {
        List<RowRange> runs = new ArrayList<>();
        int first = -1;
        for (int row = 0; row <= rows; row++) {
            boolean in = row < rows && condition.test(row);
            if (in && first < 0) {
                first = row;
            } else if (!in && first >= 0) {
                runs.add(new RowRange(first, row - 1));
                first = -1;
            }
        }
        return runs;
    }

    /** Returns the same rows as sorted ranges, with overlapping ranges merged. */
    static List<RowRange> merged(List<RowRange> ranges) {
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
