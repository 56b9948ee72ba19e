package io.sluice.offline.training.text;

import java.util.Arrays;

/** A matrix of counts with few of them in a row, row after row; a row's columns are distinct and rise. */
final class SparseRows {
    private int[] starts = {0};
    private int[] columns = {};
    private float[] values = {};
    private int rows;

    /**
     * Adds a row.
     *
     * @param found the columns that are counted in it, in any order; one that stands there twice counts 2
     * @param scale by which the counts are multiplied
     */
    void add(int[] found, float scale) {
        int[] sorted = found.clone();
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

    int rows() {
        return rows;
    }

    /** Where a row's elements begin; the next row's beginning is their end. */
    int start(int row) {
        return starts[row];
    }

    int column(int element) {
        return columns[element];
    }

    float value(int element) {
        return values[element];
    }

    /** The sum over a row of value times {@code weights} of its column. */
    double dot(int row, double[] weights) {
        double sum = 0;
        for (int i = starts[row]; i < starts[row + 1]; i++) {
            sum += values[i] * weights[columns[i]];
        }
        return sum;
    }
}
