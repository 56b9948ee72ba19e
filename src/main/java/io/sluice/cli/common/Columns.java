package io.sluice.cli.common;

import io.sluice.Internal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How predictions are shown in columns. */
@Internal
public final class Columns {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String FULL = "##########";
    private static final String NONE = "..........";

    private Columns() {}

    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** A share of 1 as a bar of ten. */
    public static String bar(double share) {
        int filled = (int) Math.round(share * FULL.length());
        return FULL.substring(0, filled) + NONE.substring(filled);
    }
}
