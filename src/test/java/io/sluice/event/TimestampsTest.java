package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read and written as java.time reads and writes them. */
class TimestampsTest {
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

    private static OptionalLong expected(String text) {
        String withT =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        try {
            TemporalAccessor time = READ.parseBest(withT, OffsetDateTime::from, LocalDateTime::from);
            Instant instant = time instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            return year < 1 || year > 9999 ? OptionalLong.empty() : OptionalLong.of(instant.toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    @Property(tries = 40_000, edgeCases = EdgeCasesMode.NONE)
    void timesAreReadAsByJavaTime(@ForAll("texts") String text) {
        OptionalLong expected = expected(text);
        assertThat(Timestamps.parse(text)).as(text).isEqualTo(expected);
        boolean isUsual = Rfc3339.parse(text) != Rfc3339.UNKNOWN;
        Statistics.label("valid").collect(expected.isPresent()).coverage(valid -> valid.check(true)
                .percentage(percent -> percent > 20 && percent < 80));
        Statistics.label("usual").collect(isUsual).coverage(usual -> usual.check(true)
                .percentage(percent -> percent > 20 && percent < 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-03-01",
                "2026-03-01T12:00:60Z",
                "+999999999-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-03-01T24:00:00Z",
                "2026-02-29T00:00:00Z",
                "2000-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-03-01t12:00:00z",
                "2026-03-01T12:00:00.",
                "2026-03-01T12:00:00.Z",
                "2026-03-01T12:00:00.123456789Z",
                "2026-03-01T12:00:00.1234567890Z",
                "1969-12-31T23:59:59.9999Z",
                "2026-03-01T12:00:00-00:00",
                "2026-03-01T12:00:00+17:59",
                "2026-03-01T12:00:00+18:00",
                "2026-03-01T12:00:00+18:01",
                "2026-03-01T12:00:00-01:00:30",
                "0001-01-01T00:00:00+00:01",
                "0000-12-31T23:59:59-00:01",
                "9999-12-31T23:59:59.999Z",
                "9999-12-31T23:59:59-00:01",
                "+10000-01-01T00:00:00Z",
                "-2026-03-01T12:00:00Z",
                "٢٠٢٦-٠٣-٠١T١٢:٠٠:٠٠Z",
                "2026-03-01T12:00:0０Z",
                "2026-03-01T12:00:00Z ",
                "2026-03-01  12:00:00Z",
                "2026-03-01T12:00:00.5+0200",
                "2026-03-01T12:00:00+2:000",
            })
    void edgesOfTheFormAreReadAsByJavaTime(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(expected(text));
    }

    /** Texts of the form with any of its parts wrong, and with any of their characters replaced, added or removed. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> date = Combinators.combine(number(4, 0, 9999), number(2, 0, 13), number(2, 0, 32))
                .as((year, month, day) -> year + '-' + month + '-' + day);
        Arbitrary<String> time = Combinators.combine(number(2, 0, 25), number(2, 0, 61), number(2, 0, 61))
                .as((hour, minute, second) -> hour + ':' + minute + ':' + second);
        Arbitrary<String> fraction = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just("")),
                Tuple.of(3, Arbitraries.strings().numeric().ofMaxLength(10).map(digits -> '.' + digits)));
        Arbitrary<String> offset = Combinators.combine(Arbitraries.of("+", "-"), number(2, 0, 19), number(2, 0, 61))
                .as((sign, hours, minutes) -> sign + hours + ':' + minutes);
        Arbitrary<String> zone = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of("Z", "Z", "")),
                Tuple.of(2, offset),
                Tuple.of(1, Arbitraries.of("z", "+02", "+0200", "UTC")));
        Arbitrary<String> whole = Combinators.combine(date, Arbitraries.of("T", "T", " ", "t"), time, fraction, zone)
                .as((day, between, clock, part, place) -> day + between + clock + part + place);
        return Arbitraries.frequencyOf(
                Tuple.of(3, whole),
                Tuple.of(
                        2,
                        Combinators.combine(whole, Arbitraries.integers().between(0, 29), replacements())
                                .as(TimestampsTest::changed)));
    }

    /** Numbers inside most limits more often than those beyond. */
    private static Arbitrary<String> number(int digits, int least, int most) {
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.integers().between(least, most)),
                        Tuple.of(6, Arbitraries.integers().between(1, most - 2)))
                .map(number -> String.format(Locale.ROOT, "%0" + digits + "d", number));
    }

    private static Arbitrary<String> replacements() {
        return Arbitraries.of("", "0", "9", "-", "+", ":", ".", ",", " ", "T", "Z", "/", "x", "٣", "０", "00");
    }

    private static String changed(String text, int at, String replacement) {
        int from = Math.min(at, text.length());
        return text.substring(0, from) + replacement + text.substring(Math.min(from + 1, text.length()));
    }

    @Property(tries = 100_000)
    void timesAreWrittenAsByJavaTime(
            @ForAll @LongRange(min = -62_200_000_000_000L, max = 253_500_000_000_000L) long millis) {
        assertThat(Timestamps.format(millis)).isEqualTo(WRITTEN.format(Instant.ofEpochMilli(millis)));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                -62_135_596_800_001L,
                -62_135_596_800_000L,
                -1,
                0,
                951_782_400_000L,
                253_402_300_799_999L,
                253_402_300_800_000L,
                Long.MIN_VALUE / 2,
                Long.MAX_VALUE / 2
            })
    void edgesAreWrittenAsByJavaTime(long millis) {
        assertThat(Timestamps.format(millis)).isEqualTo(WRITTEN.format(Instant.ofEpochMilli(millis)));
    }
}
