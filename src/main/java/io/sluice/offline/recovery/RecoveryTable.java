package io.sluice.offline.recovery;

import java.util.Locale;

/** The lines about recoveries that people read. */
public final class RecoveryTable {
    private static final String FORMAT = "%-8s %8s %-19s %9s %9s %9s %11s %9s %11s %15s";

    private RecoveryTable() {}

    /** Returns the headings of {@link #line}. */
    public static String headings() {
        return text(
                FORMAT,
                "store",
                "standbys",
                "interruption",
                "ready s",
                "first s",
                "all s",
                "restored",
                "copies s",
                "disk B/key",
                "changelog B/key");
    }

    /** Returns the line of a recovery. */
    public static String line(PipelineKind kind, KeyBytes bytes, RecoveryTime time) {
        return text(
                FORMAT,
                kind.storeName(),
                kind.standbys(),
                time.interruption(),
                seconds(time.ready()),
                seconds(time.first()),
                seconds(time.all()),
                text("%,d", time.restored()),
                seconds(time.copies()),
                text("%,.0f", bytes.disk()),
                text("%,.0f", bytes.changelog()));
    }

    private static String seconds(double seconds) {
        return Double.isNaN(seconds) ? "-" : text("%.1f", seconds);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
