package io.sluice.cli.common;

import io.sluice.Internal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The cells that several tables of predictions share. */
@Internal
public final class Columns {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String FULL = "##########";
    private static final String EMPTY = "..........";

    private Columns() {}

    /** Formats a time in UTC as month, day, hours, minutes and seconds. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** Draws a share in [0, 1] as a bar of ten characters. */
    public static String bar(double share) {
        int filled = (int) Math.round(share * FULL.length());
        return FULL.substring(0, filled) + EMPTY.substring(filled);
    }
}
