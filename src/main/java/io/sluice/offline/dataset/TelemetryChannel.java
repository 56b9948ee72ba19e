package io.sluice.offline.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A channel of a spacecraft: column 0 is the telemetry value, the others say which commands were sent.
 *
 * <p>Rows have no times; a row is taken for a minute, from the epoch on. The test part is taken to begin a day after
 * the train part ends: it is another recording, and in 12 of the 54 labelled channels at hand the step between them is
 * larger than any step of the train part.
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
            throw new DatasetException(testFile + " has " + test.columns() + " columns, and the train part "
                    + train.columns() + "; needed are as many");
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

    /** The spacecraft, null where the channel is not labelled. */
    public @Nullable String spacecraft() {
        return spacecraft;
    }

    /**
     * Rows of the test part that are anomalous, in order, none overlapping; without meaning where it is not labelled.
     */
    public List<RowRange> anomalies() {
        return anomalies;
    }

    /** The part that has no anomalies, as far as is known. */
    public Readings train() {
        return train;
    }

    /** The part that is judged; its times begin a day after the train part's end. */
    public Readings test() {
        return test;
    }
}
