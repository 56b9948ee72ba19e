package io.sluice.offline.chart;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The tick labels of an axis of times, which are milliseconds since the epoch, in UTC. */
final class TimeTicks {
    /** A label such as 03-01 12:00 is wide, so few fit. */
    static final int MOST = 6;

    private static final double SECOND = 1e3;
    private static final double MINUTE = 60 * SECOND;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;

    /** The steps between a second and a day. Shorter and longer ones are decimal. */
    private static final double[] STEPS = {
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY
    };

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter HOUR_OF_DATE = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private TimeTicks() {}

    /** Returns the smallest round step that is large enough. */
    static double step(double atLeast) {
        if (atLeast <= SECOND) {
            return Math.max(1, RoundStep.of(atLeast));
        }
        for (double step : STEPS) {
            if (step >= atLeast) {
                return step;
            }
        }
        return DAY * RoundStep.of(atLeast / DAY);
    }

    /** Returns the label of a tick, as fine as the step needs. */
    static String text(double tick, double step) {
        return format(step).format(Instant.ofEpochMilli(Math.round(tick)).atZone(ZoneOffset.UTC));
    }

    private static DateTimeFormatter format(double step) {
        if (step >= DAY) {
            return DATE;
        }
        if (step >= MINUTE) {
            return HOUR_OF_DATE;
        }
        return step >= SECOND ? TIME : MILLIS;
    }
}
