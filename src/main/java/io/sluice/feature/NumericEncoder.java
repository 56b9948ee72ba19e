package io.sluice.feature;

import io.sluice.event.NumericEvent;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns an event of numeric channels into a row x of the model's input, column by column as the manifest names them.
 *
 * <p>For a channel {@code c}: {@code c} is its value (0 where missing), {@code c.missing} is 1 where it is missing,
 * else 0. {@code gap.log_seconds} is ln(1 + seconds since the key's event before; 0 for the first and for one that is
 * older). {@code time.day.sin}, {@code time.day.cos}, {@code time.week.sin} and {@code time.week.cos} place the event's
 * UTC time on the circle of a day (from midnight) and of a week (from Thursday midnight, as the epoch does).
 */
public final class NumericEncoder {
    private static final double MILLIS_A_DAY = 86_400_000.0;
    private static final double MILLIS_A_WEEK = 7 * MILLIS_A_DAY;

    private final Column[] columns;

    /**
     * @param channels the channels' names, in the order of the events' channels
     * @param columns the names of the row's columns
     * @throws IllegalArgumentException where a column's name is none of those above
     */
    public NumericEncoder(List<String> channels, List<String> columns) {
        this.columns = columns.stream().map(name -> column(name, channels)).toArray(Column[]::new);
    }

    /** The number of columns, I. */
    public int width() {
        return columns.length;
    }

    /**
     * Writes the row of {@code event} into the first {@link #width()} elements of {@code x}.
     *
     * @param gapMillis milliseconds since the key's event before, at least 0; 0 for a key's first
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
                throw new IllegalArgumentException(
                        "input.columns: unknown column \"" + name + "\"; known are " + known(channels));
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
