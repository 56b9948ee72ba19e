package io.sluice.offline.dataset;

import java.util.List;
import java.util.stream.IntStream;

/** The readings of one key: a row for each time, a column for each channel, NaN where a reading is missing. */
public final class Readings {
    private final List<String> columns;
    private final long[] times;
    private final NumberTable values;

    /**
     * Creates readings.
     *
     * @param times the time of each row in milliseconds since the epoch; the array is kept, so the caller must not
     *     change it
     */
    Readings(List<String> columns, long[] times, NumberTable values) {
        if (columns.size() != values.columns() || times.length != values.rows()) {
            throw new IllegalArgumentException(columns + " and " + times.length + " times do not fit " + values.rows()
                    + " rows of " + values.columns() + " columns");
        }
        this.columns = List.copyOf(columns);
        this.times = times;
        this.values = values;
    }

    /**
     * Creates readings from numbers, row by row.
     *
     * @param times the time of each row in milliseconds since the epoch; kept, like the values
     */
    public static Readings of(List<String> columns, long[] times, double... values) {
        return new Readings(columns, times, new NumberTable(columns.size(), values));
    }

    /** Returns the names of the columns. */
    public List<String> columns() {
        return columns;
    }

    public int rows() {
        return times.length;
    }

    /** Returns the time of a row, in milliseconds since the epoch. */
    public long time(int row) {
        return times[row];
    }

    /** Returns the readings of a column from row {@code first} on. */
    public List<Double> column(int column, int first) {
        return IntStream.range(first, rows())
                .mapToObj(row -> values.at(row, column))
                .toList();
    }

    /** Returns a reading, or NaN where it is missing. */
    public double value(int row, int column) {
        return values.at(row, column);
    }
}
