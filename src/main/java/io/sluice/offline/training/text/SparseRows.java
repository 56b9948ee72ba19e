package io.sluice.offline.training.text;

import java.util.Arrays;

/** A sparse matrix of counts, stored row by row. The columns of a row are distinct and ascending. */
final class SparseRows {
    private int[] starts = {0};
    private int[] columns = {};
    private float[] values = {};
    private int rows;

    /**
     * Adds a row.
     *
     * @param counted the columns that the row counts, in any order; a column that occurs twice counts 2
     * @param scale the factor of the counts
     */
    void add(int[] counted, float scale) {
        int[] sorted = counted.clone();
        Arrays.sort(sorted);
        reserve(sorted.length);
        int at = starts[rows] - 1;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                columns[++at] = sorted[i];
                values[at] = 0;
            }
            values[at] += scale;
        }
        rows++;
        starts[rows] = at + 1;
    }

    private void reserve(int more) {
        int needed = starts[rows] + more;
        if (needed > columns.length) {
            columns = Arrays.copyOf(columns, Math.max(needed, 2 * columns.length));
            values = Arrays.copyOf(values, columns.length);
        }
        if (rows + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length + 2);
        }
    }

    /** Returns the first element of a row, or the end of the last row for the number of rows. */
    int start(int row) {
        return starts[row];
    }

    int column(int element) {
        return columns[element];
    }

    float value(int element) {
        return values[element];
    }
}
