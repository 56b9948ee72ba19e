package io.sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.TimestampUnit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingTest {
    @TempDir
    private Path folder;

    @Test
    void aCsvRowBecomesAnObjectOfItsColumns() throws IOException {
        assertThat(json("timestamp,value\n2014-04-01 00:00:00,19.761251903999998\n"))
                .containsExactly("{\"timestamp\":\"2014-04-01T00:00:00.000Z\",\"value\":19.761251903999998}");
    }

    @Test
    void timestampsWithAZoneAreConvertedToUtc() throws IOException {
        assertThat(json("timestamp\n2014-04-01T02:00:00.5+02:00\n2014-04-01T00:00:00Z\n1396310400000\n"))
                .containsExactly(
                        "{\"timestamp\":\"2014-04-01T00:00:00.500Z\"}",
                        "{\"timestamp\":\"2014-04-01T00:00:00.000Z\"}",
                        "{\"timestamp\":\"2014-04-01T00:00:00.000Z\"}");
    }

    @Test
    void numbersKeepTheirDigitsAndOtherValuesAreText() throws IOException {
        assertThat(json("a\n-1.50\n1e-7\n+2\n.5\n3.\n007\nNaN\n1 2\n"))
                .containsExactly(
                        "{\"a\":-1.50}",
                        "{\"a\":1e-7}",
                        "{\"a\":2}",
                        "{\"a\":0.5}",
                        "{\"a\":3}",
                        "{\"a\":\"007\"}",
                        "{\"a\":\"NaN\"}",
                        "{\"a\":\"1 2\"}");
    }

    @Test
    void aNumberWithAnEndlessExponentIsText() throws IOException {
        assertThat(json("a\n+1e999999999\n+1e99999999999\n.5e-99999999999\n"))
                .containsExactly("{\"a\":1E+999999999}", "{\"a\":\"+1e99999999999\"}", "{\"a\":\".5e-99999999999\"}");
    }

    @Test
    void anEmptyValueIsLeftOut() throws IOException {
        assertThat(json("a,b,c\n1,,3\n,\"\",\n")).containsExactly("{\"a\":1,\"c\":3}", "{}");
    }

    @Test
    void aStringColumnKeepsValuesThatLookLikeNumbers() throws IOException {
        assertThat(read("user,n\n42,43\n", null, Set.of("user")))
                .extracting(RecordedEvent::value)
                .containsExactly("{\"user\":\"42\",\"n\":43}");
    }

    @Test
    void quotedValuesMayHoldCommasQuotesAndLines() throws IOException {
        assertThat(json("text,n\r\n\"a, \"\"b\"\"\nc\",1\r\n"))
                .containsExactly("{\"text\":\"a, \\\"b\\\"\\nc\",\"n\":1}");
    }

    @Test
    void theKeyIsTakenFromItsColumnUnchanged() throws IOException {
        assertThat(read("\uFEFFid,value\n007,1\n", "id", Set.of()))
                .containsExactly(new RecordedEvent(2, "007", OptionalLong.empty(), "{\"id\":\"007\",\"value\":1}"));
    }

    @Test
    void anEventHasTheTimeOfItsTimestamp() throws IOException {
        assertThat(read("timestamp\n1970-01-01 00:00:01\n", null, Set.of()))
                .extracting(RecordedEvent::time)
                .containsExactly(OptionalLong.of(1000));
        assertThat(read(
                        "{\"timestamp\": \"1970-01-01T00:00:01Z\"}\n{\"timestamp\": 1396310400000}\n{\"timestamp\": 1000}\n{}\n",
                        null,
                        Set.of()))
                .extracting(RecordedEvent::time)
                .containsExactly(
                        OptionalLong.of(1000),
                        OptionalLong.of(1_396_310_400_000L),
                        OptionalLong.empty(),
                        OptionalLong.empty());
    }

    @Test
    void jsonLinesAreKeptUnchanged() throws IOException {
        assertThat(read("\uFEFF{\"id\": 7, \"v\": 1.10}\n\n {\"id\":\"b\"}", "id", Set.of()))
                .containsExactly(
                        new RecordedEvent(1, "7", OptionalLong.empty(), "{\"id\": 7, \"v\": 1.10}"),
                        new RecordedEvent(3, "b", OptionalLong.empty(), " {\"id\":\"b\"}"));
    }

    @Test
    void anErrorNamesTheLineOfABadRow() {
        assertRefused("a,b\n1,2\n3\n", "line 3: 1 values, but the header names 2 columns");
        assertRefused("a,b\n\"x\ny\",2\n1,2,3\n", "line 4: 3 values");
        assertRefused("timestamp\n2014-04-01\n", "line 2: the timestamp is \"2014-04-01\", neither");
        assertRefused("timestamp\n1.5\n", "line 2: the timestamp is 1.5, a number with a fraction");
        assertRefused("timestamp\n1396310400\n", "line 2: the timestamp is 1396310400, too small for milliseconds");
        assertRefused("timestamp\n1396310400000000\n", "line 2: the timestamp is 1396310400000000, too large for");
        assertRefused("a,b\n1,\"2\n", "line 2: not CSV");
        assertRefused("{\"a\": 1}\n{\"a\": \n", "line 2: not JSON: {\"a\": ");
        assertRefused("{\"a\": 1}\n[1]\n", "line 2: not a JSON object: [1]");
        assertRefused("{\"a\": 1} {}\n", "line 1: not JSON");
    }

    @Test
    void anEmptyHeaderOrOneWithWrongColumnsIsRefused() {
        assertRefused("", "line 1: the file is empty; the first line of a CSV must name the columns");
        assertRefused("a,a\n1,2\n", "line 1: the header names a column twice");
        assertThatThrownBy(() -> read("a,b\n", "key", Set.of()))
                .hasMessageContaining("line 1: no column 'key'; the columns are [a, b]");
        assertThatThrownBy(() -> read("a,b\n", null, Set.of("c"))).hasMessageContaining("no column 'c'");
    }

    @Test
    void aHeaderIsTheSameWithAndWithoutQuotes() throws IOException {
        for (String header :
                List.of("a,b c", "\"a\",\"b c\"", "\"a\" ,\"b c\"", "\"a\", \"b c\"", "\uFEFF\"a\",\"b c\"")) {
            assertThat(json(header + "\n1,\"x, y\"\n")).as(header).containsExactly("{\"a\":1,\"b c\":\"x, y\"}");
        }
        assertThat(json("\"a\", \"b c\"\n1, \"x, y\"\n")).containsExactly("{\"a\":1,\"b c\":\"x, y\"}");
    }

    @Test
    void aFileWithoutCommasIsRefused() {
        assertRefused("a;b\n1;2\n", "line 1: the header has no comma, but semicolons: a;b; save the file with commas");
        assertRefused("a\tb\n1\t2\n", "line 1: the header has no comma, but tabs: a b; save the file with commas");
    }

    @Test
    void aCsvThatIsNotUtf8IsRefused() throws IOException {
        Path file = folder.resolve("rows.csv");
        for (String text : List.of("\u00e9,b\n1,2\n", "a,b\n1,\u00e9\n")) {
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> Recordings.open(file, EventFields.DEFAULT).next())
                    .isInstanceOf(RecordingException.class)
                    .hasMessageContaining("not UTF-8 in this line or a later one; save the file as UTF-8");
        }
    }

    @Test
    void aMissingKeyIsRefused() {
        assertThatThrownBy(() -> read("a,b\n,2\n", "a", Set.of())).hasMessageContaining("line 2: no key");
        assertThatThrownBy(() -> read("{\"b\": 1}\n", "a", Set.of()))
                .hasMessageContaining("line 1: no value for the key at /a");
        assertThatThrownBy(() -> read("{\"a\": \"\"}\n", "a", Set.of()))
                .hasMessageContaining("line 1: no value for the key at /a");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        Path file = folder.resolve("events");
        Files.write(file, "{\"a\": \"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Recordings.open(file, EventFields.DEFAULT).next())
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("line 1: not UTF-8");
    }

    @Test
    void keyAndTimeMayBeJsonPointers() throws IOException {
        EventFields fields = new EventFields("/machine/id", "/meta/ts", TimestampUnit.SECONDS, Set.of());
        List<RecordedEvent> events = read("""
                {"machine": {"id": 7}, "meta": {"ts": 1772323200}}
                {"machine": {"id": "b"}, "meta": {"ts": 1772323200.25}}
                """, fields);
        assertThat(events).extracting(RecordedEvent::key).containsExactly("7", "b");
        assertThat(events)
                .extracting(event -> event.time().orElseThrow())
                .containsExactly(1_772_323_200_000L, 1_772_323_200_250L);
    }

    @Test
    void aFieldWhoseNameHasASlashIsNoPointer() throws IOException {
        assertThat(read("{\"a/b\": \"k\"}\n", "a/b", Set.of()).get(0).key()).isEqualTo("k");
        assertThat(read("/id,a/b\nk,l\n", "/id", Set.of()).get(0).key()).isEqualTo("k");
        assertThat(read("id,b\nk,l\n", "/id", Set.of()).get(0).key()).isEqualTo("k");
    }

    @Test
    void aCsvColumnOfTimesInAnotherUnitBecomesIso8601() throws IOException {
        EventFields fields = new EventFields(null, "ts", TimestampUnit.SECONDS, Set.of());
        RecordedEvent event = read("ts,value\n1772323200,1.5\n", fields).get(0);
        assertThat(event.value()).isEqualTo("{\"ts\":\"2026-03-01T00:00:00.000Z\",\"value\":1.5}");
        assertThat(event.time()).hasValue(1_772_323_200_000L);
        assertThatThrownBy(() -> read("time,value\n1,1\n", fields)).hasMessageContaining("no column 'ts'");
    }

    private void assertRefused(String text, String problem) {
        assertThatThrownBy(() -> read(text, null, Set.of()))
                .isInstanceOf(RecordingException.class)
                .hasMessageStartingWith(folder.resolve("events") + ", " + problem);
    }

    @Test
    void plainLinesAreValuesUnchanged() throws IOException {
        assertThat(lines("\uFEFFfine, thanks\n\n{\"not\": read\n", null))
                .containsExactly(
                        new RecordedEvent(1, null, OptionalLong.empty(), "fine, thanks"),
                        new RecordedEvent(3, null, OptionalLong.empty(), "{\"not\": read"));
    }

    @Test
    void aLineKeyComesBeforeTheFirstSeparator() throws IOException {
        assertThat(lines("anna\tall good\tso far\n", "\t"))
                .containsExactly(new RecordedEvent(1, "anna", OptionalLong.empty(), "all good\tso far"));
    }

    @Test
    void anErrorNamesALineWithoutItsKey() {
        assertThatThrownBy(() -> lines("anna: fine\nfine\n", ": "))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("2")
                .hasMessageContaining("no key before ': '");
        assertThatThrownBy(() -> lines(": fine\n", ": ")).hasMessageContaining("no key before");
    }

    private List<String> json(String text) throws IOException {
        return read(text, null, Set.of()).stream().map(RecordedEvent::value).toList();
    }

    private List<RecordedEvent> lines(String text, @Nullable String keySeparator) throws IOException {
        Path file = Files.writeString(folder.resolve("events"), text);
        try (Recording recording = Recordings.openPlainLines(file, keySeparator)) {
            return all(recording);
        }
    }

    private List<RecordedEvent> read(String text, @Nullable String keyField, Set<String> strings) throws IOException {
        return read(text, EventFields.DEFAULT.withKey(keyField).withStrings(strings));
    }

    private List<RecordedEvent> read(String text, EventFields fields) throws IOException {
        Path file = Files.writeString(folder.resolve("events"), text);
        try (Recording recording = Recordings.open(file, fields)) {
            return all(recording);
        }
    }

    private static List<RecordedEvent> all(Recording recording) throws IOException {
        List<RecordedEvent> events = new ArrayList<>();
        for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
            events.add(event);
        }
        return events;
    }
}
