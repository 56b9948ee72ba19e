package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records that a broken or hostile producer may send, from a seed. Some of them are valid by chance. */
final class HostileRecords {
    /** Larger values than this are refused by the decoders of the tests. */
    static final int MAX_BYTES = 20_000;

    /** Times as they are in JSON that no event may have. */
    static final List<String> BAD_TIMES = List.of(
            "0",
            "-1",
            "1e12",
            "99999999999",
            "-99999999999",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "253402300800000",
            "-62135596800001",
            "1772366400000.5",
            "1" + "0".repeat(400),
            "true",
            "[]",
            "{}",
            "\"\"",
            "\" \"",
            "\"now\"",
            "\"1772366400000\"",
            "\"2026-02-29T12:00:00Z\"",
            "\"2026-13-01T00:00:00Z\"",
            "\"2026-03-01T24:00:01Z\"",
            "\"10000-01-01T00:00:00Z\"",
            "\"0000-12-31T23:59:59Z\"",
            "\"2026-03-01\"",
            "\"2026-03-01T12:00:00+99:00\"",
            "\"\\u0000\"",
            "\"+999999999-01-01T00:00:00Z\"",
            "\"-999999999-01-01T00:00:00Z\"");

    /** Times as they are in JSON that an event may have. */
    static final List<String> TIMES = List.of(
            "null",
            "1772366400000",
            "100000000000",
            "-100000000000",
            "253402300799999",
            "-62135596800000",
            "\"2026-03-01T12:00:00Z\"",
            "\"2026-03-01 12:00:00.123456789+05:30\"",
            "\"2024-02-29T23:59:59\"",
            "\"9999-12-31T23:59:59.999Z\"",
            "\"0001-01-01T00:00:00Z\"");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "1",
            "-7",
            "1.5e-3",
            "1e38",
            "3.4028235e38",
            "3.4028236e38",
            "-3.5e38",
            "1e-46",
            "5e-324",
            "1e308",
            "1e309",
            "-1e400",
            "1e400",
            "1e-400",
            "1e999999999",
            "1e-999999999",
            "1e99999999999",
            "0e999999999",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "9".repeat(400),
            "0." + "1".repeat(400),
            "1".repeat(1001),
            "0." + "0".repeat(900) + "1");

    private static final List<String> NO_NUMBERS = List.of(
            "NaN",
            "-Infinity",
            "Infinity",
            "+1",
            "01",
            "-01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "--1",
            "0x10",
            "1_000",
            "1,5",
            "\"1\"",
            "\"NaN\"",
            "\"\"",
            "true",
            "false",
            "[]",
            "[1]",
            "{}",
            "{\"a\":1}",
            "null",
            "nul",
            "undefined",
            "'1'",
            "\"\\ud800\"",
            "\"\\u00\"",
            "\"\\x\"",
            "\"\t\"",
            "\"\u0000\"",
            "/**/1",
            "1//");

    private static final List<String> NAMES =
            List.of("a", "a", "a", "b", "b", "timestamp", "x", "y", "", "\\u0061", "A", "a ", "é", "😀", "a.b", "/a");

    private static final List<String> ATTRIBUTES = List.of(
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_time",
            "ce_subject",
            "ce_dataschema",
            "ce_",
            "ce_data",
            "ce_ext",
            "ce_EXT",
            "ce_a-b",
            "ce_ü",
            "content-type",
            "traceparent",
            "");

    private static final List<String> ATTRIBUTE_VALUES = List.of(
            "",
            " ",
            "1.0",
            "0.3",
            "2.0",
            "application/cloudevents+json",
            "application/cloudevents+json; charset=utf-16",
            "application/json",
            "application/xml",
            ";",
            ";;;",
            "/a",
            "::",
            "http://[",
            "a b",
            "\u0000",
            "\ud83d\ude00",
            "2026-03-01T12:00:00Z",
            "2026-03-01T12:00:00",
            "+999999999-12-31T23:59:59Z",
            "-0001-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "99999-01-01T00:00:00Z",
            "%",
            "%zz",
            "null");

    private final Random random;

    HostileRecords(long seed) {
        this.random = new Random(seed);
    }

    /** Makes the value of a record that pretends to be a JSON event with the channels a and b. */
    byte[] json() {
        return switch (random.nextInt(12)) {
            case 0 -> truncated(bytes(object()));
            case 1 -> bytes(nested());
            case 2 -> random.nextInt(50) == 0 ? bytes(large()) : bytes(object());
            case 3 -> withByte(bytes(object()), 0x80 + random.nextInt(0x80));
            case 4 -> randomBytes();
            case 5 -> withByte(bytes(object()), random.nextInt(0x80));
            case 6 -> withByte(bytes(object()), random.nextInt(0x20));
            case 7 -> bytes(object() + any(List.of("", " ", "x", "{}", "\u0000", ",", "]", "\n\n", "\ufeff")));
            case 8 -> bytes(any(List.of("\ufeff", "\ufeff\ufeff", " ", "\u0000", "[", "\"", "x")) + object());
            case 9 -> bytes(any(NO_NUMBERS) + any(List.of("", " ")));
            default -> bytes(object());
        };
    }

    /** Makes a time of a record, most often an edge of the type. */
    long recordTime() {
        long[] edges = {Long.MIN_VALUE, -1, 0, 1, 253_402_300_800_000L, Long.MAX_VALUE, 1_772_366_400_000L};
        return edges[random.nextInt(edges.length)];
    }

    /** Makes a record's headers: null values, large ones, and names that repeat. */
    Headers headers() {
        Headers headers = new RecordHeaders();
        for (int i = random.nextInt(5); i > 0; i--) {
            headers.add(any(ATTRIBUTES), attributeValue());
        }
        if (random.nextInt(500) == 0) {
            headers.add("large", new byte[100_000]);
        }
        return headers;
    }

    /** Makes the headers of a CloudEvent in the binary mode, whose attributes are as they should be. */
    Headers wellFormedAttributes() {
        return new RecordHeaders()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes("1"))
                .add("ce_source", bytes("/plant"))
                .add("ce_type", bytes("reading"))
                .add("content-type", bytes("application/json"));
    }

    /** Makes the headers of a CloudEvent in the binary mode; one attribute is missing, repeated or odd. */
    Headers attributes() {
        Headers headers = wellFormedAttributes();
        String name = any(ATTRIBUTES);
        if (random.nextBoolean()) {
            headers.remove(name);
        }
        if (random.nextInt(3) > 0) {
            headers.add(name, attributeValue());
        }
        return headers;
    }

    /** Makes a CloudEvent in the structured mode around a hostile value. */
    byte[] envelope() {
        byte[] whole = bytes("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/plant\",\"type\":\"reading\""
                + attribute() + ",\"data\":" + (random.nextInt(6) == 0 ? nested() : object()) + "}");
        return random.nextInt(8) == 0 ? truncated(whole) : whole;
    }

    private String attribute() {
        return switch (random.nextInt(6)) {
            case 0 ->
                ",\"" + any(List.of("time", "id", "subject", "datacontenttype", "dataschema", "data_base64", "data"))
                        + "\":" + value();
            case 1 -> ",\"ext\":" + value();
            default -> "";
        };
    }

    /** Returns a number from 0 to below the bound. */
    int choice(int bound) {
        return random.nextInt(bound);
    }

    private byte @Nullable [] attributeValue() {
        int kind = random.nextInt(12);
        return kind == 0 ? null : kind == 1 ? randomBytes() : bytes(any(ATTRIBUTE_VALUES));
    }

    private String object() {
        StringBuilder object = new StringBuilder("{");
        int fields = random.nextInt(5);
        for (int i = 0; i <= fields; i++) {
            object.append(i == 0 ? "" : ",").append(blanks()).append(field());
        }
        return object.append(blanks()).append('}').toString();
    }

    private String field() {
        String name = any(NAMES);
        boolean isTime = name.equals("timestamp") && random.nextInt(8) > 0;
        return '"' + name + "\":" + blanks() + (isTime ? any(random.nextBoolean() ? TIMES : BAD_TIMES) : value());
    }

    private String value() {
        return switch (random.nextInt(8)) {
            case 0 -> any(NO_NUMBERS);
            case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 2 -> any(NUMBERS);
            case 3 -> Long.toString(random.nextLong());
            default -> Float.toString(random.nextFloat());
        };
    }

    private String blanks() {
        return random.nextInt(4) == 0 ? any(List.of(" ", "\t", "\r\n", "\f", "\u00a0", "  ")) : "";
    }

    private String nested() {
        int depth = 1 << random.nextInt(random.nextInt(10) == 0 ? 13 : 6);
        String open = any(List.of("[", "{\"x\":", "{\"a\":", "[{\"b\":"));
        String close = open.startsWith("[{") ? "}]" : open.startsWith("[") ? "]" : "}";
        int times = Math.min(depth, MAX_BYTES / open.length());
        String deep = open.repeat(times)
                + any(List.of("1", "[]", ""))
                + close.repeat(random.nextInt(3) > 0 ? times : times / 2);
        return random.nextBoolean() ? deep : "{\"a\":1,\"x\":" + deep + "}";
    }

    private String large() {
        return "{\"a\":1,\"x\":\"" + "y".repeat(random.nextInt(2 * MAX_BYTES)) + "\"}";
    }

    private byte[] truncated(byte[] whole) {
        return Arrays.copyOf(whole, random.nextInt(whole.length + 1));
    }

    private byte[] withByte(byte[] whole, int value) {
        if (random.nextBoolean()) {
            whole[random.nextInt(whole.length)] = (byte) value;
            return whole;
        }
        int at = random.nextInt(whole.length);
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(whole, 0, at);
        longer.write(value);
        longer.write(whole, at, whole.length - at);
        return longer.toByteArray();
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
