package io.sluice.offline.dataset;

/** A table of float64 numbers. */
public final class NumberTable {
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

    public int rows() {
        return values.length / columns;
    }

    public int columns() {
        return columns;
    }

    public double at(int row, int column) {
        return values[row * columns + column];
    }
}
