package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What FlatJson understands, it reads as Jackson does; and what Jackson refuses, it does not understand. */
class FlatJsonTest {
    private static final long RECORD_TIME = 42;
    private static final JsonLayout LAYOUT = new JsonLayout("/timestamp", TimestampUnit.AUTO, true, "/id");
    private static final List<Channel> CHANNELS = List.of(
            new Channel("a", "/a"),
            new Channel("b", "/b", new AcceptedValues(-1e6, 1e6, Set.of(-999.0), Set.of("n/a")), true),
            new Channel("c", "/deep/c"));

    private final EventBuilder fields = EventBuilder.ofChannels(CHANNELS, LAYOUT);
    private final FlatJson flat = new FlatJson(fields);
    private final JsonEventDecoder decoder = new JsonEventDecoder(fields, 1 << 20);

    private boolean understands(String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        fields.begin(RECORD_TIME);
        return flat.read(bytes, 0);
    }

    /** Returns the outcome by Jackson alone: a list around an object keeps everything in it, but is not flat. */
    private Decoded byJackson(String json) {
        EventBuilder nested = EventBuilder.ofChannels(
                CHANNELS.stream()
                        .map(channel -> new Channel(
                                channel.name(), "/in" + channel.pointer(), channel.accepted(), channel.isMarked()))
                        .toList(),
                new JsonLayout("/in/timestamp", TimestampUnit.AUTO, true, "/in/id"));
        byte[] bytes = ("{\"in\":" + json + "}").getBytes(StandardCharsets.UTF_8);
        return new JsonEventDecoder(nested, 1 << 20).decode(bytes, RECORD_TIME);
    }

    private static List<Object> content(Decoded decoded) {
        if (decoded instanceof Malformed malformed) {
            return List.of(malformed.reason(), malformed.detail().replace("/in/", "/"));
        }
        NumericEvent event = (NumericEvent) decoded;
        List<Object> content =
                new ArrayList<>(Arrays.asList(event.key(), event.timestamp(), event.isTimed(), event.ignored()));
        for (int channel = 0; channel < event.channels(); channel++) {
            content.add(Float.floatToRawIntBits(event.channel(channel)));
        }
        return content;
    }

    private boolean readsAsJackson(String json) throws IOException {
        boolean understood = understands(json);
        if (understood) {
            assertThat(content(fields.outcome())).as(json).isEqualTo(content(byJackson(json)));
            assertThat(content(decoder.decode(json.getBytes(StandardCharsets.UTF_8), RECORD_TIME)))
                    .isEqualTo(content(fields.outcome()));
        }
        return understood;
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void whatItUnderstandsIsReadAsByJackson(@ForAll("documents") String json) throws IOException {
        Statistics.label("understood")
                .collect(readsAsJackson(json))
                .coverage(understood -> understood.check(true).percentage(percent -> percent > 20 && percent < 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\t\"a\" :\r\n1 , \"id\":\"k\" } ",
                "{\"id\":7,\"a\":-0,\"b\":-0.0}",
                "{\"id\":\"k\",\"a\":0.1,\"b\":1.5e-3}",
                "{\"id\":\"k\",\"a\":1e400}",
                "{\"id\":\"k\",\"a\":3.4028236e38,\"b\":1e-46}",
                "{\"id\":\"k\",\"a\":1.00000017881393432617187499,\"b\":9007199254740993.0}",
                "{\"id\":\"k\",\"a\":0.12345678901234567890123456789}",
                "{\"id\":\"k\",\"a\":999999999999999999,\"timestamp\":1772366400000}",
                "{\"id\":\"k\",\"a\":true}",
                "{\"id\":null,\"a\":1}",
                "{\"id\":\"\",\"a\":1,\"timestamp\":\"2026-03-01T12:00:00Z\"}",
                "{\"id\":\"k\",\"a\":1,\"deep\":5,\"x\":\"\",\"y\":false}",
                "{\"id\":\"k\",\"a\":\"n/a\",\"b\":\"n/a\"}",
                "{\"id\":\"k\",\"a\":\"1.5\",\"b\":-999}",
                "{\"id\":\"k\",\"a\":1,\"timestamp\":5.25}"
            })
    void flatDocumentsAreUnderstood(String json) throws IOException {
        assertThat(readsAsJackson(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "1",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":01}",
                "{\"a\":-}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":1e}",
                "{\"a\":1e+}",
                "{\"a\":1x}",
                "{\"a\":NaN}",
                "{\"a\":nul}",
                "{\"a\":1,\"a\":2}",
                "{\"x\":1,\"a\":1,\"x\":2}",
                "{'a':1}",
                "{\"a\":\"1}",
                "{\"\\u0061\":1}",
                "{\"id\":\"ключ\",\"a\":1}",
                "{\"id\":\"a\tb\",\"a\":1}",
                "{\"a\":1,\"deep\":{\"c\":2}}",
                "{\"a\":1,\"x\":[]}",
                "{\"a\":1000000000000000000}",
                "{\"a\":1e10000}",
                "{\"a\":1}\u0000",
                "{\"a\":1/**/}"
            })
    void otherDocumentsAreLeftToJackson(String json) throws IOException {
        assertThat(understands(json)).isFalse();
    }

    @Test
    void longOrManyNamesAreLeftToJackson() throws IOException {
        StringBuilder many = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 17; i++) {
            many.append(",\"x").append(i).append("\":1");
        }
        assertThat(understands(many.append('}').toString())).isFalse();
        assertThat(understands("{\"" + "x".repeat(10_000) + "\":1}")).isFalse();
        assertThat(understands("{\"a\":0." + "0".repeat(60) + "1}")).isFalse();
    }

    /** Flat objects of good and bad values, and the same with a character replaced, added or removed. */
    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> number = Arbitraries.oneOf(
                Arbitraries.floats().map(String::valueOf),
                Arbitraries.doubles().map(String::valueOf),
                Arbitraries.doubles().between(-1e3, 1e3).map(String::valueOf),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.strings()
                        .withChars("0123456789")
                        .ofMinLength(1)
                        .ofMaxLength(25)
                        .map(text -> "0." + text),
                Arbitraries.of(
                        "-0", "0", "-0.0", "1e400", "-1E-400", "0.1", "1e22", "1e23", "2E+3", "-999", "1772366400000"));
        Arbitrary<String> value = Arbitraries.frequencyOf(
                Tuple.of(8, number),
                Tuple.of(
                        2,
                        Arbitraries.of(
                                "\"2026-03-01T12:00:00Z\"",
                                "\"2026-02-30 1:2:3\"",
                                "\"n/a\"",
                                "\"1e3\"",
                                "\"\"",
                                "\"key\"")),
                Tuple.of(1, Arbitraries.of("null", "true", "false", "{}", "[1]", "\"\\u0041\"", "\"ü\"")));
        Arbitrary<String> name = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of("a", "b", "id", "timestamp")),
                Tuple.of(1, Arbitraries.of("deep", "x", "aa", "")));
        Arbitrary<String> field = Combinators.combine(name, value, Arbitraries.of(":", ":", " : "))
                .as((known, any, colon) -> '"' + known + '"' + colon + any);
        Arbitrary<String> document = field.list()
                .ofMaxSize(6)
                .uniqueElements(text -> text.substring(0, text.indexOf(':')).strip())
                .map(all -> "{\"id\":\"k\""
                        + String.join(
                                "",
                                all.stream()
                                        .filter(text -> !text.startsWith("\"id\""))
                                        .map(text -> "," + text)
                                        .toList())
                        + "}");
        Arbitrary<String> noise = Arbitraries.of(
                "", " ", "0", ".", "e", "-", "+", "\"", ",", ":", "{", "}", "[", "\\", "\n", "\u0001", "ü", "\"a\":1,");
        return Arbitraries.frequencyOf(
                Tuple.of(2, document),
                Tuple.of(1, field.list().ofMaxSize(4).map(all -> "{" + String.join(",", all) + "}")),
                Tuple.of(
                        2,
                        Combinators.combine(document, Arbitraries.integers().between(0, 80), noise)
                                .as(FlatJsonTest::changed)));
    }

    private static String changed(String text, int at, String replacement) {
        int from = Math.min(at, text.length());
        return text.substring(0, from) + replacement + text.substring(Math.min(from + at % 2, text.length()));
    }
}
