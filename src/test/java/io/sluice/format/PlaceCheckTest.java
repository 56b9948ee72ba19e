package io.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CapturedLog;
import io.sluice.format.avro.AvroSample;
import io.sluice.model.Manifest;
import io.sluice.schema.RegistrySettings;
import io.sluice.schema.SchemaFile;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.SchemaType;
import io.sluice.schema.Schemas;
import io.sluice.schema.StubRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceCheckTest {
    private static final Manifest.Input TWO = new Manifest.Input.Numeric(
            List.of(new Manifest.Input.Field("temp", null), new Manifest.Input.Field("bar", null)),
            List.of("temp", "bar"));
    private static final String AVRO = AvroSample.record(
            "{\"name\": \"at\", \"type\": \"long\"}",
            "{\"name\": \"ok\", \"type\": \"boolean\"}",
            "{\"name\": \"part\", \"type\": [\"null\", {\"type\": \"record\", \"name\": \"P\", \"fields\": ["
                    + "{\"name\": \"temp_c\", \"aliases\": [\"celsius\"], \"type\": [\"null\", \"double\"]}]}]}",
            "{\"name\": \"list\", \"type\": {\"type\": \"array\", \"items\": \"float\"}}",
            "{\"name\": \"map\", \"type\": {\"type\": \"map\", \"values\": [\"null\", \"int\"]}}");
    private static final String PROTO = """
            syntax = "proto3"; package plant;
            import "google/protobuf/timestamp.proto"; import "google/protobuf/wrappers.proto";
            message Other { string name = 1; }
            message Event {
              google.protobuf.Timestamp at = 1; bool ok = 2; Part part = 3; repeated float list = 4;
              map<string, double> map = 5; oneof either { double left = 6; string right = 7; }
              google.protobuf.DoubleValue wrapped = 8;
              message Part { optional double temp_c = 1; }
            }
            """;
    private static final String JSON = """
            {"type": "object", "additionalProperties": false, "definitions": {"Part": {"type": "object", "properties":
              {"temp_c": {"oneOf": [{"type": "null"}, {"type": "number"}]}}}},
             "properties": {"at": {"type": "string"}, "ok": {"type": "boolean"}, "part": {"$ref": "#/definitions/Part"},
               "list": {"type": "array", "items": {"type": "number"}},
               "map": {"type": "object", "additionalProperties": {"type": "number"}}, "any": {}}}
            """;

    private static EventSettings settings(EventFormat format, Schemas schemas, String... layout) {
        Map<String, String> properties = Arrays.stream(layout)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        return new EventSettings(format, LayoutSettings.of(LayoutSettings.PREFIX, properties), 1000, schemas);
    }

    private static List<String> findings(EventFormat format, String text, String... layout) {
        try (StubRegistry stub = new StubRegistry()) {
            stub.register("s", SchemaType.valueOf(format.name().replace("_SCHEMA", "")), text);
            return settings(format, registry(stub), layout).checkSchema(TWO, null);
        }
    }

    private static SchemaRegistry registry(StubRegistry stub) {
        return new SchemaRegistry(new RegistrySettings(List.of(stub.url()), "s", null, null));
    }

    private static List<String> ofTemp(EventFormat format, String pointer) {
        String text =
                switch (format) {
                    case AVRO -> AVRO;
                    case PROTOBUF -> PROTO;
                    default -> JSON;
                };
        String bar = "sluice.event.field.bar=/map/b";
        return findings(format, text, "sluice.event.field.temp=" + pointer, bar);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/at", "/part/temp_c", "/list/1", "/map/any key", "/map/a~1b"})
    void placesThroughRecordsUnionsArraysAndMapsAreKnown(String pointer) {
        assertThat(ofTemp(EventFormat.AVRO, pointer)).isEmpty();
        assertThat(ofTemp(EventFormat.PROTOBUF, pointer)).isEmpty();
        assertThat(ofTemp(EventFormat.JSON_SCHEMA, pointer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/left", "/wrapped", "/wrapped/value", "/at/seconds"})
    void aOneofAndTypesOfGoogleAreKnown(String pointer) {
        assertThat(ofTemp(EventFormat.PROTOBUF, pointer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/part/tmp_c", "/parts/temp_c", "/list/first", "/at/value", "/ok", "/part", "/list"})
    void aPlaceWithoutAValueIsFound(String pointer) {
        for (EventFormat format : List.of(EventFormat.AVRO, EventFormat.PROTOBUF, EventFormat.JSON_SCHEMA)) {
            assertThat(ofTemp(format, pointer)).as("%s", format).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/part/tmp_c|has no such field; did you mean /part/temp_c?",
                "/celsius|has no such field; it has /at, /list/0, /part/temp_c",
                "/part|has neither a number nor a text nor a time there; it has /at, /list/0, /part/temp_c",
            })
    void theWarningNamesTheSettingAndWhatItMayHaveMeant(String pointer, String expected) {
        assertThat(ofTemp(EventFormat.AVRO, pointer))
                .containsExactly("sluice.event.field.temp is " + pointer + ", but version 1 of subject s (schema 1) "
                        + expected);
    }

    @Test
    void ofSeveralMessagesTheBestOneCountsAndIsNamed() {
        assertThat(ofTemp(EventFormat.PROTOBUF, "/part/tmp_c"))
                .containsExactly(
                        "sluice.event.field.temp is /part/tmp_c, but message plant.Event of version 1 of subject"
                                + " s (schema 1) has no such field; did you mean /part/temp_c?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "no JSON",
                "true",
                "{\"$ref\": \"#\"}",
                "{\"$ref\": \"https://example.org/reading.json\"}",
                "{\"type\": \"object\"}",
                "{\"properties\": {\"bar\": {}}, \"additionalProperties\": true}",
                "{\"properties\": {\"bar\": {}}, \"patternProperties\": {\"^t\": {}}}",
                "{\"properties\": {\"bar\": {}}, \"anyOf\": [{\"properties\": {\"temp\": {}}}]}",
                "{\"allOf\": [{\"required\": [\"temp\"]}, {\"properties\": {\"bar\": {}}}]}"
            })
    void aJsonSchemaThatMayHaveFurtherFieldsIsNotWarnedOf(String schema) {
        assertThat(findings(EventFormat.JSON_SCHEMA, schema)).isEmpty();
    }

    @Test
    void aChannelOfTheManifestMayBeMissingIfAnotherIsThere() {
        String one = AvroSample.record("{\"name\": \"temp\", \"type\": \"double\"}");
        assertThat(findings(EventFormat.AVRO, one))
                .containsExactly(
                        "bar is read from /bar, but version 1 of subject s (schema 1) has no such field; it has"
                                + " /temp; set sluice.event.field.bar; until then, this channel is missing in each event");
    }

    @Test
    void oneLineNamesAllChannelsThatAreMissing() {
        Manifest.Input three = new Manifest.Input.Numeric(
                Stream.of("temp", "bar", "pressure")
                        .map(name -> new Manifest.Input.Field(name, null))
                        .toList(),
                List.of("temp", "bar", "pressure"));
        String schema = AvroSample.record(
                "{\"name\": \"temp\", \"type\": \"double\"}", "{\"name\": \"Pressure\", \"type\": \"double\"}");
        try (StubRegistry stub = new StubRegistry()) {
            stub.register("s", SchemaType.AVRO, schema);
            assertThat(settings(EventFormat.AVRO, registry(stub)).checkSchema(three, null))
                    .containsExactly("version 1 of subject s (schema 1) has no values for 2 channels: bar at /bar,"
                            + " pressure at /pressure (did you mean /Pressure?); it has /Pressure, /temp; set"
                            + " sluice.event.field.CHANNEL for each of them; until then, these channels are missing in"
                            + " each event");
        }
    }

    /** The best type of several is the one that lacks the fewest places, however many lines say so. */
    @Test
    void theBestMessageLacksTheFewestPlaces() {
        String proto = """
                syntax = "proto3"; package plant;
                message Other { string name = 1; }
                message Event { double bar = 1; }
                """;
        assertThat(findings(EventFormat.PROTOBUF, proto))
                .singleElement()
                .asString()
                .startsWith("temp is read from /temp, but message plant.Event of ");
    }

    @Test
    void aTimeThatNobodyChoseMayBeAbsentAndAChosenOneMayNot() {
        String fields = AvroSample.record(
                "{\"name\": \"temp\", \"type\": \"double\"}", "{\"name\": \"bar\", \"type\": \"double\"}");
        assertThat(findings(EventFormat.AVRO, fields)).isEmpty();
        assertThat(findings(EventFormat.AVRO, fields, "sluice.event.timestamp=/at"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("sluice.event.timestamp is /at, but ");
    }

    @Test
    void aSchemaFileWithoutAChosenPlaceIsRefused(@TempDir Path folder) throws IOException {
        SchemaFile file = new SchemaFile(folder.resolve("reading.avsc"));
        Files.writeString(file.file(), AVRO);
        assertThatThrownBy(() -> settings(EventFormat.AVRO, file, "sluice.event.field.temp=/part/tmp_c")
                        .decoder(TWO, "/id"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.field.temp is /part/tmp_c, but sluice.event.schema.file "
                        + file.file() + " has no such field; did you mean /part/temp_c?")
                .hasMessageContaining("; sluice.event.key is /id, but ");
        EventSettings optional = settings(EventFormat.AVRO, file, "sluice.event.field.temp=/part/temp_c");
        optional.decoder(TWO, "/at");
        assertThat(optional.checkSchema(TWO, "/at"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("bar is read from /bar");
        assertThatThrownBy(() -> settings(EventFormat.AVRO, file).decoder(TWO, null))
                .hasMessageContaining("reading.avsc has no values for 2 channels: temp at /temp (did you mean"
                        + " /part/temp_c?), bar at /bar; it has ")
                .hasMessageEndingWith("; set sluice.event.field.CHANNEL for each of them");
    }

    @Test
    void aLaterSchemaIsWarnedOfOnceInTheLog() {
        try (StubRegistry stub = new StubRegistry();
                CapturedLog log = new CapturedLog(EventFormat.class.getName())) {
            String first = AvroSample.record(
                    "{\"name\": \"temp\", \"type\": \"double\"}", "{\"name\": \"bar\", \"type\": \"double\"}");
            int one = stub.register("s", SchemaType.AVRO, first);
            EventSettings settings = settings(EventFormat.AVRO, registry(stub), "sluice.event.field.temp=/temp");
            assertThat(settings.checkSchema(TWO, null)).isEmpty();
            List<EventDecoder> threads = List.of(settings.decoder(TWO, null), settings.decoder(TWO, null));
            decode(threads, one, first, "{\"temp\": 1, \"bar\": 2}");
            assertThat(log.lines()).isEmpty();

            String renamed = AvroSample.record(
                    "{\"name\": \"tempC\", \"type\": \"double\"}", "{\"name\": \"bar\", \"type\": \"double\"}");
            int two = stub.register("s", SchemaType.AVRO, renamed);
            decode(threads, two, renamed, "{\"tempC\": 1, \"bar\": 2}");
            decode(threads, one, first, "{\"temp\": 1, \"bar\": 2}");
            assertThat(log.lines())
                    .containsExactly(
                            "WARN sluice.event.field.temp is /temp, but version 2 of subject s (schema 2) has no"
                                    + " such field; did you mean /tempC?");
        }
    }

    private static void decode(List<EventDecoder> threads, int id, String schema, String json) {
        byte[] value = StubRegistry.framed(id, AvroSample.encode(schema, json));
        threads.forEach(decoder -> decoder.decode(value, new RecordHeaders(), 42));
    }

    @Test
    void theTypeOfAMessageIsCheckedWhenTheFirstOneComes() {
        try (StubRegistry stub = new StubRegistry();
                CapturedLog log = new CapturedLog(EventFormat.class.getName())) {
            int id = stub.register("s", SchemaType.PROTOBUF, PROTO);
            EventSettings settings = settings(
                    EventFormat.PROTOBUF,
                    registry(stub),
                    "sluice.event.field.temp=/part/temp_c",
                    "sluice.event.field.bar=/left");
            assertThat(settings.checkSchema(TWO, null)).isEmpty();
            byte[] ofTheFirstType = {0};
            settings.decoder(TWO, null).decode(StubRegistry.framed(id, ofTheFirstType), new RecordHeaders(), 42);
            assertThat(log.lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("but message plant.Other of version 1 of subject s"));
        }
    }
}
