package io.sluice.format;

import static io.sluice.schema.StubRegistry.framed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.format.avro.AvroSample;
import io.sluice.model.Manifest;
import io.sluice.schema.NoSchemas;
import io.sluice.schema.RegistrySettings;
import io.sluice.schema.SchemaException;
import io.sluice.schema.SchemaFile;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.SchemaType;
import io.sluice.schema.Schemas;
import io.sluice.schema.StubRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisteredFormatsTest {
    private static final Manifest.Input INPUT =
            new Manifest.Input.Numeric(List.of(new Manifest.Input.Field("temp", "/reading/temp")), List.of("temp"));
    private static final String AVRO = AvroSample.record("{\"name\": \"reading\", \"type\": {\"type\": \"record\","
            + " \"name\": \"R\", \"fields\": [{\"name\": \"temp\", \"type\": \"float\"}]}}");
    private static final byte[] JSON = "{\"reading\":{\"temp\":2.5}}".getBytes(StandardCharsets.UTF_8);

    private StubRegistry stub;

    @BeforeEach
    void start() {
        stub = new StubRegistry();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private Schemas schemas() {
        return new SchemaRegistry(new RegistrySettings(List.of(stub.url()), "events-value", null, null));
    }

    private static Decoded decode(EventFormat format, Schemas schemas, byte[] value) {
        return format.decoder(INPUT, null, 1000, schemas).decode(value, new RecordHeaders(), 42);
    }

    private static float temp(Decoded decoded) {
        assertThat(decoded).isInstanceOf(NumericEvent.class);
        return ((NumericEvent) decoded).channel(0);
    }

    @Test
    void eachFormatReadsTheSameEventByTheSamePointers() {
        int avro = stub.register("events-value", SchemaType.AVRO, AVRO);
        byte[] avroValue = AvroSample.encode(AVRO, "{\"reading\": {\"temp\": 2.5}}");
        assertThat(temp(decode(EventFormat.AVRO, schemas(), framed(avro, avroValue))))
                .isEqualTo(2.5f);
        int proto = stub.register(
                "events-value",
                SchemaType.PROTOBUF,
                "message E { optional R reading = 1; message R { optional float temp = 1; } }");
        byte[] protoValue = {0, 0x0a, 5, 0x0d, 0, 0, 0x20, 0x40};
        assertThat(temp(decode(EventFormat.PROTOBUF, schemas(), framed(proto, protoValue))))
                .isEqualTo(2.5f);
        int json = stub.register("events-value", SchemaType.JSON, "{}");
        assertThat(temp(decode(EventFormat.JSON_SCHEMA, schemas(), framed(json, JSON))))
                .isEqualTo(2.5f);
        assertThat(temp(decode(EventFormat.JSON, NoSchemas.NONE, JSON))).isEqualTo(2.5f);
    }

    @Test
    void anEventOfJsonSchemaNeedsAnIdThatTheRegistryKnows() {
        stub.register("events-value", SchemaType.JSON, "{}");
        stub.register("events-value", SchemaType.AVRO, AVRO);
        Decoded unknown = decode(EventFormat.JSON_SCHEMA, schemas(), framed(9, JSON));
        assertThat(((Malformed) unknown).reason()).isEqualTo(DeadLetterReason.UNKNOWN_SCHEMA);
        Decoded other = decode(EventFormat.JSON_SCHEMA, schemas(), framed(2, JSON));
        assertThat(((Malformed) other).detail())
                .isEqualTo("schema 2 is Avro, not JSON Schema; to read it, set sluice.event.format=avro");
        byte[] broken = "{".getBytes(StandardCharsets.UTF_8);
        Decoded noJson = decode(EventFormat.JSON_SCHEMA, schemas(), framed(1, broken));
        assertThat(((Malformed) noJson).reason()).isEqualTo(DeadLetterReason.NOT_JSON);
    }

    @Test
    void inJsonAValueWithASchemaIdSaysWhatItLooksLike() {
        assertThat(decode(EventFormat.JSON, NoSchemas.NONE, framed(77, new byte[] {2, 4})))
                .isEqualTo(new Malformed(
                        DeadLetterReason.NOT_JSON,
                        "the value is not JSON: it looks like Avro or Protobuf with the schema id 77; to read that, set"
                                + " sluice.event.format to avro or protobuf, and sluice.schema.registry.url"));
        assertThat(((Malformed) decode(EventFormat.JSON, NoSchemas.NONE, framed(78, JSON))).detail())
                .contains(
                        "it looks like JSON Schema with the schema id 78; to read that, set sluice.event.format=json-schema and sluice.schema.registry.url");
    }

    @Test
    void aSchemaFileTakesThePlaceOfARegistry(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("event.avsc");
        Files.writeString(file, AVRO);
        byte[] value = AvroSample.encode(AVRO, "{\"reading\": {\"temp\": 2.5}}");
        assertThat(temp(decode(EventFormat.AVRO, new SchemaFile(file), value))).isEqualTo(2.5f);
        assertThat(((Malformed) decode(EventFormat.AVRO, new SchemaFile(file), new byte[0])).reason())
                .isEqualTo(DeadLetterReason.EMPTY);
        assertThat(((Malformed) decode(EventFormat.AVRO, new SchemaFile(file), new byte[1001])).reason())
                .isEqualTo(DeadLetterReason.TOO_LARGE);
        SchemaFile missing = new SchemaFile(folder.resolve("none.avsc"));
        assertThatThrownBy(() -> decode(EventFormat.AVRO, missing, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("sluice.event.schema.file ")
                .hasMessageContaining("cannot be read (NoSuchFileException)");
    }

    @Test
    void behindTheIdsThatTheUserNamedAFileReadsFramedValuesAlone(@TempDir Path folder) throws IOException {
        SchemaFile file = new SchemaFile(folder.resolve("event.avsc"), Set.of(7, 9));
        Files.writeString(file.file(), AVRO);
        byte[] bare = AvroSample.encode(AVRO, "{\"reading\": {\"temp\": 2.5}}");
        assertThat(temp(decode(EventFormat.AVRO, file, framed(7, bare)))).isEqualTo(2.5f);
        assertThat(temp(decode(EventFormat.AVRO, file, framed(9, bare)))).isEqualTo(2.5f);
        assertThat(decode(EventFormat.AVRO, file, framed(8, bare)))
                .isEqualTo(new Malformed(
                        DeadLetterReason.UNKNOWN_SCHEMA,
                        "the value has the schema id 8, which sluice.event.schema.file.ids does not name; add it if the"
                                + " file has its schema"));
        assertThat(((Malformed) decode(EventFormat.AVRO, file, bare)).reason())
                .isEqualTo(DeadLetterReason.NO_SCHEMA_ID);
    }

    @Test
    void aFramedValueWithoutNamedIdsSaysWhichSettingReadsIt(@TempDir Path folder) throws IOException {
        SchemaFile file = new SchemaFile(folder.resolve("event.avsc"));
        Files.writeString(file.file(), AVRO);
        byte[] framed = framed(7, AvroSample.encode(AVRO, "{\"reading\": {\"temp\": 2.5}}"));
        assertThat(((Malformed) decode(EventFormat.AVRO, file, framed)).detail())
                .isEqualTo(
                        "the value does not fit its Avro schema: it has more bytes than its record; it looks like Avro or Protobuf with the schema id 7;"
                                + " to read that, set sluice.event.format to avro or protobuf, and sluice.schema.registry.url, or"
                                + " name the id in sluice.event.schema.file.ids if the file has its schema");
    }

    @Test
    void withoutSchemasTheFormatsNameTheSettings() {
        assertThatThrownBy(() -> decode(EventFormat.AVRO, NoSchemas.NONE, JSON))
                .hasMessageContaining("set sluice.schema.registry.url or sluice.event.schema.file");
        assertThatThrownBy(() -> decode(EventFormat.PROTOBUF, NoSchemas.NONE, JSON))
                .hasMessageContaining("it needs a schema registry; set sluice.schema.registry.url");
    }

    private List<String> checkSchema(EventFormat format) {
        return new EventSettings(format, LayoutSettings.NONE, 1000, schemas()).checkSchema(INPUT, null);
    }

    @Test
    void theLatestSchemaIsCheckedBeforeTheStart() {
        stub.register("events-value", SchemaType.AVRO, AVRO);
        assertThat(checkSchema(EventFormat.AVRO)).isEmpty();
        assertThatThrownBy(() -> checkSchema(EventFormat.PROTOBUF))
                .isInstanceOf(SchemaException.class)
                .hasMessage("version 1 of subject events-value (schema 1) is Avro, not Protobuf; to read it, set"
                        + " sluice.event.format=avro");
        assertThatThrownBy(() -> checkSchema(EventFormat.JSON_SCHEMA))
                .hasMessageContaining("is Avro, not JSON Schema; to read it, set");
    }
}
