package io.sluice.feature;

import io.sluice.event.NumericEvent;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns an event of numeric channels into a row x of the model's input, with the columns that the manifest names.
 *
 * <p>For a channel {@code c}, the column {@code c} is its value (0 if it is missing), and {@code c.missing} is 1 if it
 * is missing, else 0. {@code gap.log_seconds} is ln(1 + seconds since the key's previous event); the gap is 0 for the
 * first event and for an event that is older than the previous one. {@code time.day.sin}, {@code time.day.cos},
 * {@code time.week.sin} and {@code time.week.cos} place the event's UTC time on the circle of a day, from midnight, and
 * of a week, from Thursday midnight, like the epoch.
 *
 * <p>An encoder is immutable and safe for many threads.
 */
public final class NumericEncoder {
    private static final double MILLIS_A_DAY = 86_400_000.0;
    private static final double MILLIS_A_WEEK = 7 * MILLIS_A_DAY;

    private final Column[] columns;

    /**
     * Makes an encoder.
     *
     * @param channels the names of the channels, in the order of the events' channels
     * @param columns the names of the columns of a row
     * @throws IllegalArgumentException if a column is unknown
     */
    public NumericEncoder(List<String> channels, List<String> columns) {
        this.columns = columns.stream().map(name -> column(name, channels)).toArray(Column[]::new);
    }

    /** Returns the number of columns, I. */
    public int width() {
        return columns.length;
    }

    /**
     * Writes the row of {@code event} into the first {@link #width()} elements of {@code x}.
     *
     * @param gapMillis milliseconds since the key's previous event, at least 0; 0 for the first event
     */
    public void encode(NumericEvent event, long gapMillis, float[] x) {
        for (int i = 0; i < columns.length; i++) {
            x[i] = columns[i].value(event, gapMillis);
        }
    }

    private interface Column {
        float value(NumericEvent event, long gapMillis);
    }

    private static Column column(String name, List<String> channels) {
        int channel = channels.indexOf(name);
        if (channel >= 0) {
            return (event, gap) -> event.isMissing(channel) ? 0f : event.channel(channel);
        }
        String suffix = ".missing";
        int marked = name.endsWith(suffix) ? channels.indexOf(name.substring(0, name.length() - suffix.length())) : -1;
        if (marked >= 0) {
            return (event, gap) -> event.isMissing(marked) ? 1f : 0f;
        }
        return switch (name) {
            case "gap.log_seconds" -> (event, gap) -> (float) StrictMath.log1p(gap / 1000.0);
            case "time.day.sin" -> (event, gap) -> (float) StrictMath.sin(angle(event, MILLIS_A_DAY));
            case "time.day.cos" -> (event, gap) -> (float) StrictMath.cos(angle(event, MILLIS_A_DAY));
            case "time.week.sin" -> (event, gap) -> (float) StrictMath.sin(angle(event, MILLIS_A_WEEK));
            case "time.week.cos" -> (event, gap) -> (float) StrictMath.cos(angle(event, MILLIS_A_WEEK));
            default ->
                throw new IllegalArgumentException("input.columns names the unknown column \"" + name
                        + "\"; known columns are " + known(channels));
        };
    }

    private static double angle(NumericEvent event, double period) {
        return 2 * Math.PI * (event.timestamp() % period) / period;
    }

    private static List<String> known(List<String> channels) {
        return Stream.concat(
                        channels.stream().flatMap(name -> Stream.of(name, name + ".missing")),
                        Stream.of("gap.log_seconds", "time.day.sin", "time.day.cos", "time.week.sin", "time.week.cos"))
                .toList();
    }
}
