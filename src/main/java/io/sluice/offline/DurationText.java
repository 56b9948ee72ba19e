package io.sluice.offline;

import java.util.Locale;

/** Formats durations for people. */
public final class DurationText {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationText() {}

    /**
     * Returns a duration in its two largest units, such as "0 s", "2.5 s", "2 min 30 s", "8 h 17 min" or "3 d 4 h".
     *
     * @param seconds at least 0
     */
    public static String format(double seconds) {
        if (Math.round(seconds * 10) < 10 * MINUTE) {
            String text = String.format(Locale.ROOT, seconds < 1 ? "%.3f" : "%.1f", seconds);
            return text.replaceFirst("\\.?0+$", "") + " s";
        }
        long whole = Math.round(seconds);
        if (whole < HOUR) {
            return pair(whole, MINUTE, "min", 1, "s");
        }
        boolean belowADay = Math.round(whole / (double) MINUTE) < DAY / MINUTE;
        return belowADay ? pair(whole, HOUR, "h", MINUTE, "min") : pair(whole, DAY, "d", HOUR, "h");
    }

    private static String pair(long seconds, long large, String largeUnit, long small, String smallUnit) {
        long units = Math.round(seconds / (double) small);
        long perLarge = large / small;
        String first = String.format(Locale.ROOT, "%,d %s", units / perLarge, largeUnit);
        return units % perLarge == 0 ? first : first + " " + units % perLarge + " " + smallUnit;
    }
}
