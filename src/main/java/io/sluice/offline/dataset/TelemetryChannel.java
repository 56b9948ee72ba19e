package io.sluice.offline.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A channel of a spacecraft. Column 0 is the telemetry value; the other columns show which commands were sent.
 *
 * <p>The rows have no times. Sluice assumes one row per minute from the epoch on, and a gap of one day between the
 * train part and the test part. The gap is there because the test part is another recording: in 12 of the 54 labelled
 * channels that were examined, the value changes more between the parts than between any two rows of the train part.
 */
public final class TelemetryChannel {
    private static final long ROW_MILLIS = 60_000;
    private static final int DAY = 24 * 60;

    private final String name;
    private final @Nullable String spacecraft;
    private final List<RowRange> anomalies;
    private final Readings train;
    private final Readings test;

    private TelemetryChannel(
            String name, @Nullable String spacecraft, List<RowRange> anomalies, Readings train, Readings test) {
        this.name = name;
        this.spacecraft = spacecraft;
        this.anomalies = List.copyOf(anomalies);
        this.train = train;
        this.test = test;
    }

    /** Reads the arrays {@code train/NAME.npy} and {@code test/NAME.npy} of a folder. */
    static TelemetryChannel read(Path folder, String name, @Nullable String spacecraft, List<RowRange> anomalies) {
        NumberTable train = NpyFile.read(folder.resolve("train").resolve(name + ".npy"));
        Path testFile = folder.resolve("test").resolve(name + ".npy");
        NumberTable test = NpyFile.read(testFile);
        if (train.columns() != test.columns()) {
            throw new DatasetException(testFile + " has " + test.columns() + " columns, but the train part has "
                    + train.columns() + "; both must have the same number");
        }
        requireWithin(testFile, test.rows(), anomalies);
        return new TelemetryChannel(
                name, spacecraft, anomalies, readings(train, 0), readings(test, train.rows() + DAY));
    }

    private static void requireWithin(Path file, int rows, List<RowRange> anomalies) {
        for (RowRange anomaly : anomalies) {
            if (anomaly.last() >= rows) {
                throw new DatasetException(file + " has " + rows + " rows, but an anomaly is labelled at rows "
                        + anomaly.first() + " to " + anomaly.last() + " (from 0)");
            }
        }
    }

    private static Readings readings(NumberTable values, int firstRow) {
        long[] times = IntStream.range(firstRow, firstRow + values.rows())
                .mapToLong(row -> row * ROW_MILLIS)
                .toArray();
        List<String> columns =
                IntStream.range(0, values.columns()).mapToObj(Integer::toString).toList();
        return new Readings(columns, times, values);
    }

    public String name() {
        return name;
    }

    /** Returns the spacecraft, or null where the channel has no labels. */
    public @Nullable String spacecraft() {
        return spacecraft;
    }

    /**
     * Returns the anomalous rows of the test part, sorted and without overlaps. Empty where the channel has no labels.
     */
    public List<RowRange> anomalies() {
        return anomalies;
    }

    /** Returns the part without known anomalies. */
    public Readings train() {
        return train;
    }

    /** Returns the part with the anomalies. Its times begin one day after the train part ends. */
    public Readings test() {
        return test;
    }
}
