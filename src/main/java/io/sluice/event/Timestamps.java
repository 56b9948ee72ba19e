package io.sluice.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;

/** Converts times between milliseconds since the epoch, which Sluice uses inside, and ISO 8601, which JSON uses. */
public final class Timestamps {
    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .parseLenient()
            .appendOffset("+HH", "Z")
            .toFormatter(Locale.ROOT)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /**
     * Reads ISO 8601 with {@code T} or a space between date and time. A time without a zone is UTC.
     *
     * @return milliseconds since the epoch; empty if the text is not such a time, or lies outside the years 1 to 9999
     */
    public static OptionalLong parse(String text) {
        long usual = Rfc3339.parse(text);
        if (usual != Rfc3339.UNKNOWN) {
            return inRange(usual);
        }
        try {
            return inRange(toMillis(READ.parseBest(withT(text), OffsetDateTime::from, LocalDateTime::from)));
        } catch (DateTimeException
                | ArithmeticException e) { // the latter for a year that no long of milliseconds holds
            return OptionalLong.empty();
        }
    }

    /** Returns the same number if it lies in the years 1 to 9999, which ISO 8601 can write; else empty. */
    public static OptionalLong inRange(long epochMillis) {
        return epochMillis < EARLIEST || epochMillis > LATEST ? OptionalLong.empty() : OptionalLong.of(epochMillis);
    }

    /** Returns the whole number that is nearest, if it lies in the years 1 to 9999; else empty. NaN is no time. */
    static OptionalLong nearest(double epochMillis) {
        return Double.isNaN(epochMillis) ? OptionalLong.empty() : inRange(Math.round(epochMillis));
    }

    /** Writes ISO 8601 in UTC with milliseconds, such as {@code 2026-03-01T12:00:00.000Z}. */
    public static String format(long epochMillis) {
        return inRange(epochMillis).isPresent()
                ? Rfc3339.format(epochMillis)
                : WRITTEN.format(Instant.ofEpochMilli(epochMillis));
    }

    private static String withT(String text) {
        boolean spaced = text.length() > 10 && text.charAt(10) == ' ';
        return spaced ? text.substring(0, 10) + 'T' + text.substring(11) : text;
    }

    private static long toMillis(TemporalAccessor time) {
        return time instanceof OffsetDateTime zoned
                ? zoned.toInstant().toEpochMilli()
                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
