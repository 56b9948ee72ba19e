package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventDecoderTest {
    private static final long RECORD_TIME = 42;
    private static final JsonEventDecoder TWO = JsonEventDecoder.ofChannels(
            List.of(new Channel("a", "/a"), new Channel("b", "/deep/0/b")), JsonLayout.DEFAULT, 200);

    private static Decoded decode(String json) {
        return TWO.decode(json.getBytes(StandardCharsets.UTF_8), RECORD_TIME);
    }

    private static NumericEvent event(String json) {
        assertThat(decode(json)).isInstanceOf(NumericEvent.class);
        return (NumericEvent) decode(json);
    }

    private static DeadLetterReason reason(String json) {
        assertThat(decode(json)).isInstanceOf(Malformed.class);
        return ((Malformed) decode(json)).reason();
    }

    @Test
    void channelsAreReadAtTheirPointers() {
        NumericEvent event = event("{\"b\":9,\"deep\":[{\"b\":2.5,\"a\":7},8],\"a\":-1e2,\"more\":{\"a\":3}}");
        assertThat(event.channel(0)).isEqualTo(-100f);
        assertThat(event.channel(1)).isEqualTo(2.5f);
        assertThat(event.timestamp()).isEqualTo(RECORD_TIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"a\":1,\"deep\":null}",
                "{\"a\":1,\"deep\":[{\"b\":null}]}",
                "{\"a\":1,\"deep\":5}"
            })
    void aChannelThatIsAbsentOrNullIsMissing(String json) {
        assertThat(event(json).isMissing(0)).isFalse();
        assertThat(event(json).isMissing(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"?a\":1}", "{\"x\":{\"a\":2},\"?a\":1}", "{\"a\":1,\"?a\":2}", "{\"a\":1,\"x\":\"?\"}"})
    void aValueThatIsNotUtf8IsRefusedWhateverWasReadBefore(String json) {
        byte[] value = json.replace('?', '\u00ff').getBytes(StandardCharsets.ISO_8859_1);
        Decoded before = JsonEventDecoder.ofChannels(List.of(new Channel("a", "/a")), JsonLayout.DEFAULT, 200)
                .decode(value, RECORD_TIME);
        decode("{\"a\":1,\"x\":[]}"); // Jackson keeps the name a
        assertThat(TWO.decode(value, RECORD_TIME))
                .isEqualTo(before)
                .isEqualTo(new Malformed(
                        DeadLetterReason.NOT_JSON,
                        "the value is not JSON: it is not UTF-8 from byte " + (json.indexOf('?') + 1) + " on"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-01T12:00:00Z|2026-03-01T12:00:00.000Z",
                "2026-03-01T12:00:00.1234Z|2026-03-01T12:00:00.123Z",
                "2026-03-01T14:00:00+02:00|2026-03-01T12:00:00.000Z",
                "2026-03-01T14:00:00+0200|2026-03-01T12:00:00.000Z",
                "2026-03-01T14:00:00+02|2026-03-01T12:00:00.000Z",
                "2026-03-01 12:00:00|2026-03-01T12:00:00.000Z",
                "2026-03-01T12:00|2026-03-01T12:00:00.000Z",
                "1969-12-31T23:59:59.999Z|1969-12-31T23:59:59.999Z"
            })
    void timestampsAreIso8601(String written, String utc) {
        assertThat(Timestamps.format(
                        event("{\"a\":1,\"timestamp\":\"" + written + "\"}").timestamp()))
                .isEqualTo(utc);
    }

    @Test
    void timestampsAreMillisecondsSinceTheEpoch() {
        assertThat(event("{\"timestamp\":1772366400000,\"a\":1}").timestamp()).isEqualTo(1772366400000L);
        assertThat(event("{\"timestamp\":100000000000,\"a\":1}").timestamp()).isEqualTo(100_000_000_000L);
        assertThat(event("{\"timestamp\":-100000000000,\"a\":1}").timestamp()).isEqualTo(-100_000_000_000L);
        assertThat(event("{\"timestamp\":null,\"a\":1}").timestamp()).isEqualTo(RECORD_TIME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1772366400          | 1772366400, too small | in seconds; set sluice.event.timestamp.unit to seconds,",
                "99999999999         | too small             | in seconds; set sluice.event.timestamp.unit to seconds,",
                "-5                  | too small             | in seconds; set sluice.event.timestamp.unit to seconds,",
                "0                   | too small             | in seconds; set sluice.event.timestamp.unit to seconds,",
                "1772366400.25       | a fraction            | in seconds; set sluice.event.timestamp.unit to seconds,",
                "1772366400000000    | too large             | in microseconds; set sluice.event.timestamp.unit to micros,",
                "1772366400000000000 | too large             | in nanoseconds; set sluice.event.timestamp.unit to nanos,",
                "99999999999999999999 | too large            | in nanoseconds; set sluice.event.timestamp.unit to nanos,",
            })
    void aTimestampInAnotherUnitIsMalformedAndTheSettingIsNamed(String timestamp, String fault, String advice) {
        Malformed malformed = (Malformed) decode("{\"timestamp\":" + timestamp + ",\"a\":1}");
        assertThat(malformed.reason()).isEqualTo(DeadLetterReason.BAD_TIMESTAMP);
        assertThat(malformed.detail()).startsWith("/timestamp is ").contains(fault, advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SECONDS | 1772366400              | 2026-03-01T12:00:00.000Z",
                "SECONDS | 1772366400.123          | 2026-03-01T12:00:00.123Z",
                "SECONDS | 1.7723664E9             | 2026-03-01T12:00:00.000Z",
                "SECONDS | 0                       | 1970-01-01T00:00:00.000Z",
                "MILLIS  | 1772366400123           | 2026-03-01T12:00:00.123Z",
                "MILLIS  | 5                       | 1970-01-01T00:00:00.005Z",
                "MICROS  | 1772366400123999        | 2026-03-01T12:00:00.123Z",
                "MICROS  | -1                      | 1969-12-31T23:59:59.999Z",
                "NANOS   | 1772366400123999999     | 2026-03-01T12:00:00.123Z",
                "SECONDS | '\"2026-03-01T12:00:00Z\"' | 2026-03-01T12:00:00.000Z",
                "ISO     | '\"2026-03-01T12:00:00Z\"' | 2026-03-01T12:00:00.000Z",
            })
    void aNumberIsATimeOfTheUnitAndIsoIsAlwaysRead(TimestampUnit unit, String timestamp, String utc) {
        assertThat(decoded(unit, false, timestamp))
                .isInstanceOfSatisfying(Event.class, event -> assertThat(Timestamps.format(event.timestamp()))
                        .isEqualTo(utc));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SECONDS | 1772366400000       | 1772366400000 seconds since the epoch, outside the years 1 to 9999",
                "SECONDS | 9223372036854775807 | outside the years 1 to 9999; correct sluice.event.timestamp.unit",
                "NANOS   | 99999999999999999999999 | outside the years",
                "MILLIS  | 1e400               | outside the years",
                "ISO     | 1772366400000       | sluice.event.timestamp.unit is iso",
                "AUTO    | '\"1772366400\"'      | set sluice.event.numbers.in.strings=true",
                "SECONDS | true                | a boolean, not ISO 8601 or seconds",
            })
    void aTimeThatIsNotOfTheUnitIsMalformed(TimestampUnit unit, String timestamp, String detail) {
        assertThat(decoded(unit, false, timestamp)).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.reason()).isEqualTo(DeadLetterReason.BAD_TIMESTAMP);
            assertThat(malformed.detail()).startsWith("/meta/ts is ").contains(detail);
        });
    }

    @Test
    void numbersMayBeInStringsIfASettingSaysSo() {
        JsonEventDecoder decoder = JsonEventDecoder.ofChannels(
                List.of(new Channel("a", "/a")), new JsonLayout("/ts", TimestampUnit.SECONDS, true, null), 200);
        byte[] json = "{\"a\":\" +21.5e1 \",\"ts\":\"1772366400\"}".getBytes(StandardCharsets.UTF_8);
        NumericEvent event = (NumericEvent) decoder.decode(json, RECORD_TIME);
        assertThat(event.channel(0)).isEqualTo(215f);
        assertThat(event.timestamp()).isEqualTo(1_772_366_400_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "", "0x10", "21,5", "1f", "1e", "Infinity", "1_000"})
    void aStringWithoutADecimalNumberIsABadChannel(String text) {
        JsonEventDecoder decoder = JsonEventDecoder.ofChannels(
                List.of(new Channel("a", "/a")), new JsonLayout("/ts", TimestampUnit.AUTO, true, null), 200);
        byte[] json = ("{\"a\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(decoder.decode(json, RECORD_TIME))
                .isEqualTo(new Malformed(DeadLetterReason.BAD_CHANNEL, "/a is a string, not a number"));
    }

    @Test
    void aNumberInAStringIsABadChannelThatNamesTheSetting() {
        assertThat(decode("{\"a\":\"21.5\"}")).isInstanceOfSatisfying(Malformed.class, malformed -> assertThat(
                        malformed.detail())
                .isEqualTo("/a is a string that holds a number; set sluice.event.numbers.in.strings=true to read"
                        + " it"));
    }

    private static Decoded decoded(TimestampUnit unit, boolean numbersInStrings, String timestamp) {
        JsonEventDecoder decoder = JsonEventDecoder.ofChannels(
                List.of(new Channel("a", "/a")), new JsonLayout("/meta/ts", unit, numbersInStrings, null), 200);
        return decoder.decode(
                ("{\"a\":1,\"meta\":{\"ts\":" + timestamp + "}}").getBytes(StandardCharsets.UTF_8), RECORD_TIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"yesterday\"",
                "\"\"",
                "\"2026-13-01T00:00:00Z\"",
                "1.5",
                "true",
                "{}",
                "[1]",
                "99999999999999999",
                "123456789012345678901234567890",
                "\"12026-01-01T00:00:00Z\"",
                "\"2026-03-01\""
            })
    void anUnreadableTimestampIsMalformed(String timestamp) {
        assertThat(reason("{\"a\":1,\"timestamp\":" + timestamp + "}")).isEqualTo(DeadLetterReason.BAD_TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|NOT_JSON",
                "{\"a\":1|NOT_JSON",
                "{\"a\":1} {}|NOT_JSON",
                "{\"a\":NaN}|NOT_JSON",
                "{'a':1}|NOT_JSON",
                "{\"a\":\"x\"|NOT_JSON",
                "[1]|NOT_AN_OBJECT",
                "3|NOT_AN_OBJECT",
                "\"text\"|NOT_AN_OBJECT",
                "true|NOT_AN_OBJECT",
                "null|NULL",
                "{\"a\":1,\"a\":1}|DUPLICATE_FIELD",
                "{\"a\":1,\"other\":{\"x\":1,\"x\":2}}|DUPLICATE_FIELD",
                "{\"a\":\"1\"}|BAD_CHANNEL",
                "{\"a\":true}|BAD_CHANNEL",
                "{\"a\":{\"b\":[1]},\"deep\":1}|BAD_CHANNEL",
                "{\"a\":[1]}|BAD_CHANNEL",
                "{\"a\":1e39}|BAD_CHANNEL",
                "{\"a\":1e999999999}|BAD_CHANNEL",
                "{\"a\":null}|NO_CHANNEL",
                "{}|NO_CHANNEL",
                "{\"c\":1}|NO_CHANNEL"
            })
    void aMalformedValueHasAReason(String json, DeadLetterReason reason) {
        assertThat(reason(json)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void anEmptyValueIsMalformed(String value) {
        assertThat(reason(value)).isEqualTo(DeadLetterReason.EMPTY);
    }

    @Test
    void aValueOverTheLimitIsNotEvenParsed() {
        assertThat(event("{\"a\":1}" + " ".repeat(193)).channel(0)).isEqualTo(1f);
        assertThat(reason("{\"a\":1}" + " ".repeat(194))).isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void deepNestingIsMalformedAndDoesNotOverflowTheStack() {
        JsonEventDecoder decoder =
                JsonEventDecoder.ofChannels(List.of(new Channel("a", "/a")), JsonLayout.DEFAULT, 1 << 20);
        Decoded decoded = decoder.decode("{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8), 0);
        assertThat(((Malformed) decoded).reason()).isEqualTo(DeadLetterReason.NOT_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"id\":\"m1\",\"a\":1}|m1", "{\"id\":17,\"a\":1}|17", "{\"id\":\" \",\"a\":1}|' '"})
    void theKeyIsReadAtItsPointer(String json, String key) {
        JsonEventDecoder keyed =
                JsonEventDecoder.ofChannels(List.of(new Channel("a", "/a")), JsonLayout.DEFAULT.withKey("/id"), 200);
        assertThat(((NumericEvent) keyed.decode(json.getBytes(StandardCharsets.UTF_8), 0)).key())
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"a\":1,\"id\":null}",
                "{\"a\":1,\"id\":\"\"}",
                "{\"a\":1,\"id\":1.5}",
                "{\"a\":1,\"id\":[1]}",
                "{\"a\":1,\"id\":true}"
            })
    void anEventWithoutAKeyAtItsPointerIsMalformed(String json) {
        JsonEventDecoder keyed =
                JsonEventDecoder.ofChannels(List.of(new Channel("a", "/a")), JsonLayout.DEFAULT.withKey("/id"), 200);
        Decoded decoded = keyed.decode(json.getBytes(StandardCharsets.UTF_8), 0);
        assertThat(((Malformed) decoded).reason()).isEqualTo(DeadLetterReason.NO_KEY);
    }

    @Test
    void aKeyThatUtf8CannotEncodeIsMalformed() {
        JsonEventDecoder keyed =
                JsonEventDecoder.ofChannels(List.of(new Channel("a", "/a")), JsonLayout.DEFAULT.withKey("/id"), 200);
        Decoded decoded = keyed.decode("{\"id\":\"\\ud800\",\"a\":1}".getBytes(StandardCharsets.UTF_8), 0);
        assertThat(((Malformed) decoded).reason()).isEqualTo(DeadLetterReason.KEY_NOT_UTF8);
    }

    @Test
    void charsetsOtherThanUtf8AreNotJson() {
        Decoded decoded = TWO.decode("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE), 0);
        assertThat(((Malformed) decoded).reason()).isEqualTo(DeadLetterReason.NOT_JSON);
    }

    /** Python writes such numbers. */
    @Test
    void numbersThatJsonLacksAreNamed() {
        for (String number : List.of("NaN", "Infinity", "-Infinity")) {
            Decoded decoded = TWO.decode(("{\"a\":" + number + "}").getBytes(StandardCharsets.UTF_8), 0);
            assertThat(((Malformed) decoded).reason()).isEqualTo(DeadLetterReason.NOT_JSON);
            assertThat(((Malformed) decoded).detail())
                    .isEqualTo("the value is not JSON: NaN and Infinity are no numbers of JSON (RFC 8259); send null,"
                            + " or leave the field out");
        }
    }

    @Test
    void overlappingPointersAreRefused() {
        assertThatThrownBy(() -> JsonEventDecoder.ofChannels(
                        List.of(new Channel("a", "/x"), new Channel("b", "/x/y")), JsonLayout.DEFAULT, 200))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/x/y");
        assertThatThrownBy(() ->
                        JsonEventDecoder.ofChannels(List.of(new Channel("t", "/timestamp")), JsonLayout.DEFAULT, 200))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void escapedPointersNameTheirFields() {
        JsonEventDecoder decoder =
                JsonEventDecoder.ofChannels(List.of(new Channel("odd", "/a~1b~0c")), JsonLayout.DEFAULT, 200);
        Decoded decoded = decoder.decode("{\"a/b~c\":4}".getBytes(StandardCharsets.UTF_8), 0);
        assertThat(((NumericEvent) decoded).channel(0)).isEqualTo(4f);
    }

    @Property
    void noBytesMakeTheDecoderThrow(@ForAll byte[] bytes) {
        assertThat(TWO.decode(bytes, 0)).isNotNull();
    }

    @Property
    void noChangedByteMakesTheDecoderThrow(@ForAll byte replaced, @ForAll int position) {
        byte[] bytes = "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"a\":1.5,\"deep\":[{\"b\":2}]}"
                .getBytes(StandardCharsets.UTF_8);
        bytes[Math.floorMod(position, bytes.length)] = replaced;
        assertThat(TWO.decode(bytes, 0)).isNotNull();
    }

    private static Decoded limited(String json, boolean marked) {
        AcceptedValues accepted = new AcceptedValues(-50, 150, List.of(65535.0), List.of("NaN"));
        JsonEventDecoder decoder = JsonEventDecoder.ofChannels(
                List.of(new Channel("a", "/a", accepted, marked), new Channel("b", "/b", accepted, marked)),
                JsonLayout.DEFAULT,
                200);
        return decoder.decode(json.getBytes(StandardCharsets.UTF_8), RECORD_TIME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":151}     | RANGE",
                "{\"a\":1,\"b\":-1e300}  | RANGE",
                "{\"a\":1,\"b\":65535}   | MISSING_CODE",
                "{\"a\":1,\"b\":6.5535e4}| MISSING_CODE",
                "{\"a\":1,\"b\":\"NaN\"} | MISSING_CODE",
            })
    void aValueThatTheChannelDoesNotAcceptIsMissing(String json, IgnoredValue.Why why) {
        NumericEvent event = (NumericEvent) limited(json, true);
        assertThat(event.channel(0)).isEqualTo(1f);
        assertThat(event.isMissing(1)).isTrue();
        assertThat(event.ignored()).containsExactly(new IgnoredValue("b", why));
    }

    @Test
    void aValueIsIgnoredInItsOwnEventAlone() {
        assertThat(((NumericEvent) limited("{\"a\":1,\"b\":150}", true)).ignored())
                .isEmpty();
        assertThat(((NumericEvent) limited("{\"a\":1,\"b\":null}", true)).ignored())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"nan\"", "\"65535\"", "true", "[65535]"})
    void whatIsNeitherANumberNorAListedStringStaysABadChannel(String value) {
        assertThat(((Malformed) limited("{\"a\":1,\"b\":" + value + "}", true)).reason())
                .isEqualTo(DeadLetterReason.BAD_CHANNEL);
    }

    @Test
    void anEventWithoutAnyReadingIsValidIfTheModelSeesMarksForIt() {
        NumericEvent event = (NumericEvent) limited("{\"a\":\"NaN\",\"b\":-51}", true);
        assertThat(event.isEmpty()).isTrue();
        assertThat(event.ignored())
                .containsExactly(
                        new IgnoredValue("a", IgnoredValue.Why.MISSING_CODE),
                        new IgnoredValue("b", IgnoredValue.Why.RANGE));
    }

    @Test
    void anEventWithoutAnyReadingIsRejectedIfTheModelWouldReadZeros() {
        Malformed malformed = (Malformed) limited("{\"a\":\"NaN\"}", false);
        assertThat(malformed.reason()).isEqualTo(DeadLetterReason.NO_VALUE);
        assertThat(malformed.detail()).contains("[a.missing, b.missing]");
    }

    @Test
    void anEventWithoutAnyChannelIsRejectedInAnyCase() {
        assertThat(((Malformed) limited("{\"a\":null}", true)).reason()).isEqualTo(DeadLetterReason.NO_CHANNEL);
    }

    /** RFC 8259 lets a parser ignore a byte order mark, which programs on Windows like to write. */
    @Test
    void aByteOrderMarkBeforeTheDocumentIsIgnored() {
        assertThat(event("\uFEFF{\"a\":1}").channel(0)).isEqualTo(1f);
        assertThat(event("\uFEFF {\"a\":1}").channel(0)).isEqualTo(1f);
        assertThat(reason("\uFEFF")).isEqualTo(DeadLetterReason.EMPTY);
        assertThat(reason("\uFEFF\uFEFF{\"a\":1}")).isEqualTo(DeadLetterReason.NOT_JSON);
        assertThat(reason("{\"a\":1}\uFEFF")).isEqualTo(DeadLetterReason.NOT_JSON);
    }
}
