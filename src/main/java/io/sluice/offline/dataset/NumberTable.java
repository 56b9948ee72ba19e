package io.sluice.offline.dataset;

/** A table of float64 numbers. */
final class NumberTable {
    private final int columns;
    private final double[] values;

    /**
     * Creates a table.
     *
     * @param values the numbers, row by row; the table keeps the array, so the caller must not change it
     */
    NumberTable(int columns, double... values) {
        if (columns < 1 || values.length % columns != 0) {
            throw new IllegalArgumentException(values.length + " numbers do not fill rows of " + columns + " columns");
        }
        this.columns = columns;
        this.values = values;
    }

    int rows() {
        return values.length / columns;
    }

    int columns() {
        return columns;
    }

    double at(int row, int column) {
        return values[row * columns + column];
    }
}
