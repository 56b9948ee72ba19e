package io.sluice.format.avro;

import static io.sluice.format.avro.AvroSample.encode;
import static io.sluice.format.avro.AvroSample.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.AcceptedValues;
import io.sluice.event.Channel;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Event;
import io.sluice.event.EventBuilder;
import io.sluice.event.ItemEvent;
import io.sluice.event.JsonLayout;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.event.TextEvent;
import io.sluice.event.TimestampUnit;
import io.sluice.schema.PayloadReader;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaException;
import io.sluice.schema.SchemaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroReadersTest {
    private static final long RECORD_TIME = 42;
    private static final String V = "{\"name\": \"v\", \"type\": \"double\"}";

    private static EventBuilder channels(String... pointers) {
        List<Channel> channels = Arrays.stream(pointers)
                .map(pointer -> new Channel(pointer.substring(1), pointer))
                .toList();
        return EventBuilder.ofChannels(channels, JsonLayout.DEFAULT);
    }

    private static RegisteredSchema schema(String text) {
        return new RegisteredSchema("schema 7", SchemaType.AVRO, text, List.of());
    }

    private static Decoded read(EventBuilder fields, String writer, String latest, byte[] value) {
        return new AvroReaders(fields).reader(schema(writer), schema(latest)).read(value, 0, RECORD_TIME);
    }

    private static Decoded read(EventBuilder fields, String writer, String json) {
        return read(fields, writer, writer, encode(writer, json));
    }

    private static NumericEvent event(EventBuilder fields, String writer, String json) {
        return (NumericEvent) read(fields, writer, json);
    }

    private static Malformed malformed(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Malformed.class);
        return (Malformed) decoded;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"int\"|7|7",
                "\"long\"|-9000000000|-9e9",
                "\"float\"|0.1|0.1",
                "\"double\"|1e-3|0.001",
                "[\"null\", \"double\"]|{\"double\": 2.5}|2.5",
                "[\"string\", \"long\"]|{\"long\": 3}|3",
                "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 6, \"scale\": 2}|\"\\u00ff\\u0085\"|-1.23",
                "{\"type\": \"fixed\", \"name\": \"D\", \"size\": 2, \"logicalType\": \"decimal\", \"precision\": 4, \"scale\": 1}"
                        + "|\"\\u0000\\u007b\"|12.3"
            })
    void numbersOfEveryTypeAreReadExactlyAsFloat32(String type, String json, float expected) {
        String writer = record("{\"name\": \"v\", \"type\": " + type + "}");
        assertThat(event(channels("/v"), writer, "{\"v\": " + json + "}").channel(0))
                .isEqualTo(expected);
    }

    @Test
    void pointersLeadThroughRecordsArraysMapsAndUnions() {
        String writer = record(
                "{\"name\": \"skipped\", \"type\": {\"type\": \"array\", \"items\": \"string\"}}",
                "{\"name\": \"deep\", \"type\": [\"null\", {\"type\": \"record\", \"name\": \"Deep\", \"fields\": ["
                        + "{\"name\": \"more\", \"type\": \"string\"}, " + V + "]}]}",
                "{\"name\": \"list\", \"type\": {\"type\": \"array\", \"items\": \"float\"}}",
                "{\"name\": \"map\", \"type\": {\"type\": \"map\", \"values\": [\"null\", \"int\"]}}");
        NumericEvent event = event(
                channels("/deep/v", "/list/1", "/map/a~1b", "/map/none", "/list/9"),
                writer,
                "{\"skipped\": [\"x\", \"\"], \"deep\": {\"plant.Deep\": {\"more\": \"text\", \"v\": 1.5}},"
                        + " \"list\": [1, 2, 3], \"map\": {\"a/b\": {\"int\": 4}, \"c\": null}}");
        assertThat(new float[] {event.channel(0), event.channel(1), event.channel(2)})
                .containsExactly(1.5f, 2f, 4f);
        assertThat(event.isMissing(3)).isTrue();
        assertThat(event.isMissing(4)).isTrue();
    }

    @Test
    void aNullOrARecordThatIsNullMakesChannelsMissing() {
        String writer = record(
                "{\"name\": \"a\", \"type\": [\"null\", \"double\"]}",
                "{\"name\": \"deep\", \"type\": [\"null\", {\"type\": \"record\", \"name\": \"Deep\", \"fields\": [" + V
                        + "]}]}");
        EventBuilder fields = channels("/a", "/deep/v");
        NumericEvent event = event(fields, writer, "{\"a\": {\"double\": 1}, \"deep\": null}");
        assertThat(event.isMissing(0)).isFalse();
        assertThat(event.isMissing(1)).isTrue();
        assertThat(malformed(read(fields, writer, "{\"a\": null, \"deep\": null}"))
                        .reason())
                .isEqualTo(DeadLetterReason.NO_CHANNEL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"bytes\"|\"ab\"|bytes",
                "\"boolean\"|true|a boolean",
                "\"string\"|\"warm\"|a string",
                "{\"type\": \"array\", \"items\": \"double\"}|[1]|an array",
                "{\"type\": \"map\", \"values\": \"double\"}|{}|a map",
                "{\"type\": \"record\", \"name\": \"R\", \"fields\": []}|{}|a record",
                "{\"type\": \"fixed\", \"name\": \"F\", \"size\": 2}|\"ab\"|bytes",
                "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}|5|a time"
            })
    void aChannelOfAnotherTypeIsABadChannel(String type, String json, String name) {
        String writer = record("{\"name\": \"v\", \"type\": " + type + "}");
        assertThat(malformed(read(channels("/v"), writer, "{\"v\": " + json + "}")))
                .isEqualTo(new Malformed(DeadLetterReason.BAD_CHANNEL, "/v is " + name + ", not a number"));
    }

    @Test
    void nanIsABadChannelUnlessItIsAMissingCode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        encoder.writeDouble(Double.NaN);
        encoder.flush();
        String writer = record(V);
        assertThat(malformed(read(channels("/v"), writer, writer, bytes.toByteArray()))
                        .detail())
                .isEqualTo("/v is not finite as float32");
        AcceptedValues named = new AcceptedValues(-9, 9, List.of(), List.of("NaN"));
        EventBuilder coded = EventBuilder.ofChannels(List.of(new Channel("v", "/v", named, true)), JsonLayout.DEFAULT);
        NumericEvent event = (NumericEvent) read(coded, writer, writer, bytes.toByteArray());
        assertThat(event.isMissing(0)).isTrue();
        assertThat(event.ignored()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}|1772366400123|1772366400123",
                "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}|1772366400123999|1772366400123",
                "{\"type\": \"long\", \"logicalType\": \"timestamp-nanos\"}|1772366400123999999|1772366400123",
                "{\"type\": \"long\", \"logicalType\": \"local-timestamp-millis\"}|5|5",
                "{\"type\": \"int\", \"logicalType\": \"date\"}|1|86400000",
                "\"long\"|1772366400|1772366400000",
                "\"double\"|1772366400.5|1772366400500",
                "\"string\"|\"2026-03-01T12:00:00Z\"|1772366400000",
                "[\"null\", \"long\"]|null|42"
            })
    void theTimeHasTheUnitOfItsTypeOrOfTheSettings(String type, String json, long millis) {
        String writer = record(V, "{\"name\": \"timestamp\", \"type\": " + type + "}");
        JsonLayout seconds = new JsonLayout("/timestamp", TimestampUnit.SECONDS, false, null);
        EventBuilder fields = EventBuilder.ofChannels(List.of(new Channel("v", "/v")), seconds);
        assertThat(event(fields, writer, "{\"v\": 1, \"timestamp\": " + json + "}")
                        .timestamp())
                .isEqualTo(millis);
    }

    private static final String DECIMAL =
            "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 6, \"scale\": 2}";

    @ParameterizedTest
    @CsvSource({"512,/v is not finite as float32", "513,'/v is a decimal of 513 bytes (more than 512), not a number'"})
    void aHugeDecimalIsNotConverted(int length, String detail) throws IOException {
        byte[] unscaled = new byte[length];
        Arrays.fill(unscaled, (byte) 0x7f);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        encoder.writeBytes(unscaled);
        encoder.flush();
        String writer = record("{\"name\": \"v\", \"type\": " + DECIMAL + "}");
        assertThat(malformed(read(channels("/v"), writer, writer, bytes.toByteArray())))
                .isEqualTo(new Malformed(DeadLetterReason.BAD_CHANNEL, detail));
    }

    @Test
    void aDecimalIsShownWithItsDigits() {
        String writer = record(V, "{\"name\": \"timestamp\", \"type\": " + DECIMAL + "}");
        assertThat(malformed(read(channels("/v"), writer, "{\"v\": 1, \"timestamp\": \"\\u007b\"}"))
                        .detail())
                .startsWith("/timestamp is 1.23, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SECONDS", "MILLIS", "MICROS", "NANOS", "AUTO", "ISO"})
    void aTimeThatIsNanOrInfiniteIsABadTimestamp(TimestampUnit unit) throws IOException {
        String writer = record(V, "{\"name\": \"timestamp\", \"type\": \"double\"}");
        EventBuilder fields = EventBuilder.ofChannels(
                List.of(new Channel("v", "/v")), new JsonLayout("/timestamp", unit, false, null));
        for (double time : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            encoder.writeDouble(1);
            encoder.writeDouble(time);
            encoder.flush();
            assertThat(malformed(read(fields, writer, writer, bytes.toByteArray())))
                    .isEqualTo(new Malformed(
                            DeadLetterReason.BAD_TIMESTAMP,
                            "/timestamp is \"" + time
                                    + "\", neither ISO 8601, such as 2026-03-01T12:00:00Z, nor a number"));
        }
    }

    @Test
    void aTimeInABadUnitIsABadTimestamp() {
        String writer = record(V, "{\"name\": \"timestamp\", \"type\": \"long\"}");
        Malformed malformed = malformed(read(channels("/v"), writer, "{\"v\": 1, \"timestamp\": 1772366400}"));
        assertThat(malformed.reason()).isEqualTo(DeadLetterReason.BAD_TIMESTAMP);
        assertThat(malformed.detail()).contains("most likely in seconds");
    }

    @Test
    void keysTextsAndItemsAreStringsEnumsOrIntegers() {
        JsonLayout keyed = JsonLayout.DEFAULT.withKey("/id");
        String writer = record(
                "{\"name\": \"id\", \"type\": \"int\"}",
                "{\"name\": \"t\", \"type\": \"string\"}",
                "{\"name\": \"kind\", \"type\": {\"type\": \"enum\", \"name\": \"K\", \"symbols\": [\"TEA\", \"POT\"]}}");
        String json = "{\"id\": 12, \"t\": \"héllo \uFFFD\", \"kind\": \"POT\"}";
        TextEvent text = (TextEvent) read(EventBuilder.ofText("/t", keyed), writer, json);
        assertThat(text.key()).isEqualTo("12");
        assertThat(text.text()).isEqualTo("héllo \uFFFD");
        assertThat(((ItemEvent) read(EventBuilder.ofItem("/kind", keyed), writer, json)).item())
                .isEqualTo("POT");
        assertThat(((ItemEvent) read(EventBuilder.ofItem("/id", JsonLayout.DEFAULT), writer, json)).item())
                .isEqualTo("12");
    }

    @Test
    void aStringThatIsNotUtf8IsRefused() {
        String writer = record("{\"name\": \"t\", \"type\": \"string\"}");
        Decoded decoded =
                read(EventBuilder.ofText("/t", JsonLayout.DEFAULT), writer, writer, new byte[] {2, (byte) 0xff});
        assertThat(malformed(decoded).detail()).contains("a string is not UTF-8");
    }

    private static final String OLD =
            record(V, "{\"name\": \"gone\", \"type\": \"string\"}", "{\"name\": \"old\", \"type\": \"int\"}");
    private static final String NEW = record(
            "{\"name\": \"renamed\", \"aliases\": [\"old\"], \"type\": \"double\"}",
            "{\"name\": \"added\", \"type\": [\"null\", \"double\"], \"default\": null}",
            "{\"name\": \"given\", \"type\": \"float\", \"default\": 0.5}",
            V);

    @Test
    void recordsOfAnOldSchemaAreReadAsTheLatestOne() {
        EventBuilder fields = channels("/v", "/renamed", "/added", "/given");
        byte[] value = encode(OLD, "{\"v\": 1, \"gone\": \"x\", \"old\": 2}");
        NumericEvent event = (NumericEvent) read(fields, OLD, NEW, value);
        assertThat(event.channel(0)).isEqualTo(1f);
        assertThat(event.channel(1)).isEqualTo(2f);
        assertThat(event.isMissing(2)).isTrue();
        assertThat(event.channel(3)).isEqualTo(0.5f);
    }

    @Test
    void aRecordOfANewerSchemaIsReadAsTheLatestKnownOne() {
        byte[] value = encode(NEW, "{\"renamed\": 2, \"added\": null, \"given\": 1, \"v\": 3}");
        assertThat(((NumericEvent) read(channels("/v"), NEW, OLD, value)).channel(0))
                .isEqualTo(3f);
    }

    @Test
    void onlyTheWantedFieldsMustResolve() {
        String latest =
                record(V, "{\"name\": \"unread\", \"type\": \"string\"}", "{\"name\": \"old\", \"type\": \"string\"}");
        byte[] value = encode(OLD, "{\"v\": 1, \"gone\": \"x\", \"old\": 2}");
        assertThat(((NumericEvent) read(channels("/v"), OLD, latest, value)).channel(0))
                .isEqualTo(1f);
        assertThatThrownBy(() -> read(channels("/unread"), OLD, latest, value))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("schema 7 cannot be read as schema 7: ")
                .hasMessageContaining("unread");
        assertThatThrownBy(() -> read(channels("/old"), OLD, latest, value)).isInstanceOf(SchemaException.class);
    }

    /** The branch resolves, but a field of the record inside it does not. */
    @Test
    void aFaultInsideABranchConcernsOnlyTheRecordsThatHaveIt() {
        String deep = "{\"type\": \"record\", \"name\": \"Deep\", \"fields\": [{\"name\": \"x\", \"type\": \"%s\"}]}";
        String writer = record(V, "{\"name\": \"deep\", \"type\": [\"null\", " + deep.formatted("string") + "]}");
        String latest = record(V, "{\"name\": \"deep\", \"type\": [\"null\", " + deep.formatted("double") + "]}");
        EventBuilder fields = channels("/v", "/deep/x");
        byte[] without = encode(writer, "{\"v\": 1, \"deep\": null}");
        assertThat(((NumericEvent) read(fields, writer, latest, without)).channel(0))
                .isEqualTo(1f);
        byte[] with = encode(writer, "{\"v\": 1, \"deep\": {\"plant.Deep\": {\"x\": \"a\"}}}");
        assertThat(malformed(read(fields, writer, latest, with)).reason()).isEqualTo(DeadLetterReason.BAD_ENCODING);
    }

    @Test
    void anEnumSymbolThatTheLatestSchemaLacksIsRefused() {
        String writer = record(
                "{\"name\": \"k\", \"type\": {\"type\": \"enum\", \"name\": \"K\", \"symbols\": [\"A\", \"B\"]}}");
        String latest =
                record("{\"name\": \"k\", \"type\": {\"type\": \"enum\", \"name\": \"K\", \"symbols\": [\"B\"]}}");
        EventBuilder item = EventBuilder.ofItem("/k", JsonLayout.DEFAULT);
        assertThat(((ItemEvent) read(item, writer, latest, encode(writer, "{\"k\": \"B\"}"))).item())
                .isEqualTo("B");
        assertThat(malformed(read(item, writer, latest, encode(writer, "{\"k\": \"A\"}")))
                        .detail())
                .contains("has no symbol A");
    }

    @Test
    void namedTypesOfReferencesAreKnown() {
        RegisteredSchema part = schema("{\"type\": \"record\", \"name\": \"plant.Part\", \"fields\": [" + V + "]}");
        RegisteredSchema whole = new RegisteredSchema(
                "schema 8",
                SchemaType.AVRO,
                record("{\"name\": \"part\", \"type\": \"plant.Part\"}"),
                List.of(new RegisteredSchema.Reference("plant.Part", part)));
        PayloadReader reader = new AvroReaders(channels("/part/v")).reader(whole, whole);
        Event event = (Event) reader.read(encode(part.text(), "{\"v\": 4}"), 0, RECORD_TIME);
        assertThat(((NumericEvent) event).channel(0)).isEqualTo(4f);
    }

    @Test
    void aSchemaThatIsNoneOrHasNoFieldsIsRefused() {
        assertThatThrownBy(() -> read(channels("/v"), "{", "{", new byte[1]))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("schema 7 is no schema that Avro can read: ");
        assertThatThrownBy(() -> read(channels("/v"), "\"string\"", "\"string\"", new byte[1]))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("an event must be a record");
    }

    private static final String NESTED = record(
            "{\"name\": \"chain\", \"type\": [\"null\", \"Reading\"]}",
            "{\"name\": \"nulls\", \"type\": {\"type\": \"array\", \"items\": \"null\"}}",
            "{\"name\": \"texts\", \"type\": {\"type\": \"map\", \"values\": \"bytes\"}}",
            "{\"name\": \"fixed\", \"type\": {\"type\": \"fixed\", \"name\": \"F\", \"size\": 3}}",
            "{\"name\": \"t\", \"type\": \"string\"}",
            V);

    @Property
    void randomBytesGiveAnOutcome(@ForAll @Size(max = 60) byte[] value) {
        for (EventBuilder fields : List.of(channels("/v"), EventBuilder.ofText("/t", JsonLayout.DEFAULT))) {
            assertThat(read(fields, NESTED, NESTED, value)).isInstanceOf(Decoded.class);
        }
    }

    @Property(tries = 100)
    void everyTruncatedRecordIsABadEncoding(@ForAll double number) {
        byte[] value = encode(
                NESTED,
                "{\"chain\": null, \"nulls\": [null, null], \"texts\": {\"a\": \"b\"}, \"fixed\": \"abc\", \"t\": \"text\", \"v\": "
                        + number + "}");
        for (int length = 1; length < value.length; length++) {
            Decoded decoded = read(channels("/v"), NESTED, NESTED, Arrays.copyOf(value, length));
            assertThat(malformed(decoded).reason()).isEqualTo(DeadLetterReason.BAD_ENCODING);
        }
        byte[] longer = Arrays.copyOf(value, value.length + 1);
        assertThat(malformed(read(channels("/v"), NESTED, NESTED, longer)).detail())
                .contains("it has more bytes than its record");
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 30, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE, -5})
    void hugeLengthsTakeNeitherMemoryNorTime(long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        encoder.writeLong(length);
        encoder.writeFixed(new byte[20], 0, 20);
        encoder.flush();
        byte[] value = bytes.toByteArray();
        for (String type : List.of(
                "\"string\"",
                "\"bytes\"",
                "{\"type\": \"array\", \"items\": \"null\"}",
                "{\"type\": \"map\", \"values\": \"null\"}",
                "[\"null\", \"int\"]",
                "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\"]}")) {
            String writer = record("{\"name\": \"x\", \"type\": " + type + "}", V);
            for (EventBuilder fields : List.of(channels("/v"), channels("/x", "/x2"), channels("/x/0", "/x/a"))) {
                assertThat(malformed(read(fields, writer, writer, value)).reason())
                        .isEqualTo(DeadLetterReason.BAD_ENCODING);
            }
        }
    }

    @Test
    void deepNestingDoesNotOverflowTheStack() {
        byte[] value = new byte[1 << 20];
        Arrays.fill(value, (byte) 2); // the second branch of the union, again and again
        assertThat(malformed(read(channels("/v"), NESTED, NESTED, value)).detail())
                .contains("records are nested more than 200 deep");
    }

    @Test
    void jsonAndASchemaIdAreNamedWhereNoIdIsExpected() {
        String writer = record("{\"name\": \"t\", \"type\": \"string\"}");
        EventBuilder fields = EventBuilder.ofText("/t", JsonLayout.DEFAULT);
        assertThat(malformed(read(fields, writer, writer, "{\"t\": \"x\"}".getBytes(StandardCharsets.UTF_8)))
                        .detail())
                .isEqualTo("the value does not fit its Avro schema: it looks like JSON; to read that, set"
                        + " sluice.event.format=json");
        assertThat(malformed(read(fields, writer, writer, new byte[] {0, 0, 0, 0, 9, 2, 'x'}))
                        .detail())
                .contains("it looks like Avro or Protobuf with the schema id 9");
    }
}
