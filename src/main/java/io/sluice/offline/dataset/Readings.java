package io.sluice.offline.dataset;

import java.util.List;
import java.util.stream.IntStream;

/** Readings of one key in the order of their rows: a column a channel, NaN where a reading is missing. */
public final class Readings {
    private final List<String> columns;
    private final long[] times;
    private final NumberTable values;

    /**
     * Readings.
     *
     * @param times milliseconds since the epoch, one a row; kept, the caller must not change it
     */
    Readings(List<String> columns, long[] times, NumberTable values) {
        if (columns.size() != values.columns() || times.length != values.rows()) {
            throw new IllegalArgumentException(columns + " and " + times.length + " times do not describe "
                    + values.rows() + " rows of " + values.columns() + " columns");
        }
        this.columns = List.copyOf(columns);
        this.times = times;
        this.values = values;
    }

    /** The columns' names. */
    public List<String> columns() {
        return columns;
    }

    public int rows() {
        return times.length;
    }

    /** When the row was read, in milliseconds since the epoch. */
    public long time(int row) {
        return times[row];
    }

    /** What a column has in each row from {@code first} on. */
    public List<Double> column(int column, int first) {
        return IntStream.range(first, rows())
                .mapToObj(row -> values.at(row, column))
                .toList();
    }

    /** A reading, NaN where it is missing. */
    public double value(int row, int column) {
        return values.at(row, column);
    }
}
