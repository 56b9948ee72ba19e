package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.sluice.engine.ServingModel;
import io.sluice.event.Decoded;
import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.event.TextEvent;
import io.sluice.format.EventDecoder;
import io.sluice.format.EventFormat;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.schema.NoSchemas;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServingModel NUMERIC = TestModels.spec("a", "b");
    private static final ServingModel TEXT = textSpec();
    private static final long RECORD_TIME = 5_000;
    private static final String STRUCTURED = "application/cloudevents+json";

    /** The two ways in which a record carries a CloudEvent, as the library writes them. */
    enum Mode {
        STRUCTURED_MODE {
            @Override
            ProducerRecord<Void, byte[]> record(CloudEvent event) {
                return KafkaMessageFactory.createWriter("t").writeStructured(event, new JsonFormat());
            }
        },
        BINARY_MODE {
            @Override
            ProducerRecord<Void, byte[]> record(CloudEvent event) {
                return KafkaMessageFactory.createWriter("t").writeBinary(event);
            }
        };

        abstract ProducerRecord<Void, byte[]> record(CloudEvent event);
    }

    private static ServingModel textSpec() {
        List<Manifest.Output> outputs = List.of(
                new Manifest.Output("logit.a"),
                new Manifest.Output("logit.b"),
                new Manifest.Output("running.a"),
                new Manifest.Output("running.b"));
        return new ServingModel(
                new Manifest(
                        Manifest.FORMAT,
                        "mood",
                        "1.0.0",
                        Manifest.Task.CLASSIFICATION,
                        new Manifest.Weights("model.pt", "0".repeat(64)),
                        new Sizes(4, 8, outputs.size()),
                        new Manifest.Input.Text("tokenizer.json", 4),
                        outputs,
                        Map.of(),
                        List.of()),
                17,
                texts -> List.of(),
                null);
    }

    private static EventDecoder decoder(ServingModel model, String keyPointer) {
        return EventFormat.CLOUDEVENTS.decoder(model.manifest().input(), keyPointer, 10_000, NoSchemas.NONE);
    }

    private static CloudEventBuilder event(String contentType, String data) {
        return CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("/plant/7"))
                .withType("reading")
                .withData(contentType, bytes(data));
    }

    private static Decoded decode(ServingModel model, ProducerRecord<Void, byte[]> record) {
        return decoder(model, null).decode(record.value(), record.headers(), RECORD_TIME);
    }

    private static Headers headers(String... namesAndValues) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], bytes(namesAndValues[i + 1]));
        }
        return headers;
    }

    private static NumericEvent numeric(Decoded decoded) {
        assertThat(decoded).isInstanceOf(NumericEvent.class);
        return (NumericEvent) decoded;
    }

    @Property(tries = 300)
    void theDataIsReadAsIfItHadComeAlone(
            @ForAll Mode mode, @ForAll float a, @ForAll("channelB") String b, @ForAll("times") String time) {
        String data = "{\"a\":" + (Float.isFinite(a) ? a : 0) + b + time + ",\"more\":[{\"b\":\"ü\"}]}";
        Event alone = (Event) EventFormat.JSON
                .decoder(NUMERIC.manifest().input(), null, 10_000, NoSchemas.NONE)
                .decode(bytes(data), new RecordHeaders(), RECORD_TIME);
        NumericEvent enveloped = numeric(
                decode(NUMERIC, mode.record(event("application/json", data).build())));
        assertThat(enveloped.timestamp()).isEqualTo(alone.timestamp());
        for (int channel = 0; channel < 2; channel++) {
            assertThat(enveloped.isMissing(channel)).isEqualTo(((NumericEvent) alone).isMissing(channel));
            assertThat(enveloped.channel(channel)).isEqualTo(Float.valueOf(((NumericEvent) alone).channel(channel)));
        }
    }

    @Provide
    Arbitrary<String> channelB() {
        return Arbitraries.of(
                "", ",\"b\":null", ",\"b\":1e-30", ",\"b\":-7", ",\"b\":0.1000000000000000055511151231257827");
    }

    @Provide
    Arbitrary<String> times() {
        return Arbitraries.of(
                "", ",\"timestamp\":null", ",\"timestamp\":1772366400012", ",\"timestamp\":\"2026-03-01T12:00:00Z\"");
    }

    @ParameterizedTest
    @EnumSource
    void theDatasTimeComesBeforeTheEnvelopesAndThatBeforeTheRecords(Mode mode) {
        OffsetDateTime time = OffsetDateTime.parse("1970-01-01T02:00:07+02:00");
        CloudEvent both = event("application/json", "{\"a\":1,\"timestamp\":1772366400003}")
                .withTime(time)
                .build();
        CloudEvent envelopes =
                event("application/json", "{\"a\":1}").withTime(time).build();
        CloudEvent records = event("application/json", "{\"a\":1}").build();
        assertThat(numeric(decode(NUMERIC, mode.record(both))).timestamp()).isEqualTo(1_772_366_400_003L);
        assertThat(numeric(decode(NUMERIC, mode.record(envelopes))).timestamp()).isEqualTo(7000);
        assertThat(numeric(decode(NUMERIC, mode.record(records))).timestamp()).isEqualTo(RECORD_TIME);
    }

    @ParameterizedTest
    @EnumSource
    void plainTextIsATextAndJsonHoldsOne(Mode mode) {
        Decoded plain = decode(
                TEXT, mode.record(event("text/plain; charset=utf-8", "schön 😀").build()));
        Decoded json = decode(
                TEXT,
                mode.record(event("application/json", "{\"text\":\"schön 😀\"}").build()));
        assertThat(((TextEvent) plain).text()).isEqualTo("schön 😀");
        assertThat(json).isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource
    void theKeyIsReadFromTheData(Mode mode) {
        ProducerRecord<Void, byte[]> record =
                mode.record(event("application/json", "{\"a\":1,\"id\":7}").build());
        Decoded decoded = decoder(NUMERIC, "/id").decode(record.value(), record.headers(), RECORD_TIME);
        assertThat(numeric(decoded).key()).isEqualTo("7");

        ProducerRecord<Void, byte[]> plain =
                mode.record(event("text/plain", "so").build());
        assertThat(reason(decoder(TEXT, "/id").decode(plain.value(), plain.headers(), RECORD_TIME)))
                .isEqualTo("no-key");
    }

    @Test
    void dataThatDoesNotSayWhatItIsIsJson() {
        Headers headers = headers("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/a", "ce_type", "t");
        assertThat(numeric(decoder(NUMERIC, null).decode(bytes("{\"a\":2}"), headers, 1))
                        .channel(0))
                .isEqualTo(2f);
    }

    @ParameterizedTest
    @ValueSource(strings = {STRUCTURED, "Application/CloudEvents+JSON ; charset=UTF-8"})
    void theContentTypeIsReadAsMediaTypesAre(String contentType) throws IOException {
        for (String line : Files.readAllLines(Path.of("topics/sensor-events.cloudevents.sample.jsonl"))) {
            Decoded decoded = decoder(TestModels.spec("value"), null)
                    .decode(bytes(line), headers("content-type", contentType), RECORD_TIME);
            assertThat(numeric(decoded).channel(0)).as(line).isBetween(80f, 82f);
        }
    }

    @Test
    void aHeaderWithoutValueDoesNoHarm() {
        Headers headers = headers("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/a", "ce_type", "t");
        headers.add("content-type", null).add("ce_subject", null).add("other", null);
        assertThat(decoder(NUMERIC, null).decode(bytes("{\"a\":2}"), headers, 1))
                .isInstanceOf(NumericEvent.class);

        ProducerRecord<Void, byte[]> structured = Mode.STRUCTURED_MODE.record(
                event("application/json", "{\"a\":2}").build());
        structured.headers().add("content-type", null);
        assertThat(decode(NUMERIC, structured)).isInstanceOf(NumericEvent.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"specversion":"1.0","source":"/a","type":"t","data":{"a":1}} | not-a-cloudevent | id
                    {"specversion":"1.0","id":"1","type":"t","data":{"a":1}} | not-a-cloudevent | source
                    {"specversion":"1.0","id":"1","source":"/a","data":{"a":1}} | not-a-cloudevent | type
                    {"specversion":"1.0","id":"","source":"/a","type":"t","data":{"a":1}} | not-a-cloudevent | empty
                    {"specversion":"1.0","id":7,"source":"/a","type":"t","data":{"a":1}} | not-a-cloudevent | id
                    {"specversion":"1.0","id":"1","source":"not a uri","type":"t","data":{"a":1}} | not-a-cloudevent | source
                    {"specversion":"9.1","id":"1","source":"/a","type":"t","data":{"a":1}} | not-a-cloudevent | 9.1
                    {"id":"1","source":"/a","type":"t","data":{"a":1}} | not-a-cloudevent | specversion
                    {"specversion":"1.0","id":"1","source":"/a","type":"t"} | not-a-cloudevent | no data
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data_base64":"%"} | not-a-cloudevent | base64
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data_base64":7} | not-a-cloudevent | CloudEvent
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"a":1},"data_base64":"eyJhIjoxfQ=="} | not-a-cloudevent | both
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","time":"noon","data":{"a":1}} | not-a-cloudevent | noon
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","time":"+999999999-01-01T00:00:00Z","data":{"a":1}} | not-a-cloudevent | 9999
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","datacontenttype":"text/plain","data":"a"} | not-a-cloudevent | text/plain
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","datacontenttype":"image/png","data_base64":"AAAA"} | not-a-cloudevent | image/png
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","Bad Name":"x","data":{"a":1}} | not-a-cloudevent | Bad Name
                    {"a":1} | not-a-cloudevent | specversion
                    {"specversion" | not-a-cloudevent | end-of-input
                    [] | not-a-cloudevent | CloudEvent
                    null | not-a-cloudevent | null
                    `` | not-a-cloudevent | content
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"a":1}} x | not-a-cloudevent | x
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"a":1,"a":2}} | duplicate-field | 'a'
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":null} | json-null | null
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":"a"} | not-an-object | a string
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"a":"1"}} | bad-channel | /a
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"a":1e999999}} | bad-channel | float32
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"a":1,"b":1e99999999999}} | not-a-cloudevent | xponent
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"other":1}} | no-channel | /a
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"a":1,"timestamp":"x"}} | bad-timestamp | /timestamp
                    {"specversion":"1.0","id":"1","source":"/a","type":"t","data_base64":"AAA="} | not-json | JSON
                    """)
    void aStructuredValueThatIsNoneIsMalformed(String value, String reason, String detail) {
        Decoded decoded = decoder(NUMERIC, null).decode(bytes(value), headers("content-type", STRUCTURED), 1);
        assertThat(reason(decoded)).isEqualTo(reason);
        assertThat(((Malformed) decoded).detail()).contains(detail).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "ce_id,,not-a-cloudevent,id",
        "ce_source,,not-a-cloudevent,source",
        "ce_type,'',not-a-cloudevent,empty",
        "ce_specversion,,not-a-cloudevent,ce_specversion",
        "ce_specversion,2,not-a-cloudevent,2",
        "ce_time,noon,not-a-cloudevent,noon",
        "ce_Bad-Name,x,not-a-cloudevent,bad-name",
        "content-type,application/cloudevents-batch+json,not-a-cloudevent,encoding",
        "content-type,application/avro,not-a-cloudevent,application/avro",
        "value,'',not-a-cloudevent,no data",
        "value,{,not-json,JSON",
    })
    void aBinaryRecordThatIsNoneIsMalformed(String name, String value, String reason, String detail) {
        Headers headers = headers("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/a", "ce_type", "t");
        headers.remove(name);
        if (value != null) {
            headers.add(name, bytes(value));
        }
        byte[] data = bytes(name.equals("value") ? value : "{\"a\":1}");
        Decoded decoded = decoder(NUMERIC, null).decode(data, headers, 1);
        assertThat(reason(decoded)).isEqualTo(reason);
        assertThat(((Malformed) decoded).detail()).contains(detail);
    }

    @Test
    void aValueThatIsTooLargeIsNotRead() {
        String large = "{\"specversion\":\"1.0\",\"id\":\"" + "x".repeat(10_000) + "\"";
        assertThat(reason(decoder(NUMERIC, null).decode(bytes(large), headers("content-type", STRUCTURED), 1)))
                .isEqualTo("too-large");
    }

    private static String reason(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Malformed.class);
        return ((Malformed) decoded).reason().code();
    }

    @Property(tries = 3000)
    void whateverARecordHoldsDecodingGivesAnOutcome(
            @ForAll("values") byte[] value, @ForAll("headers") List<Header> headers, @ForAll boolean text) {
        RecordHeaders told = new RecordHeaders();
        headers.forEach(told::add);
        assertThat(decoder(text ? TEXT : NUMERIC, null).decode(value, told, 1)).isNotNull();
        assertThat(told).hasSameSizeAs(headers);
    }

    @Provide
    Arbitrary<byte[]> values() {
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        Arbitrary<String> part = Arbitraries.of(
                "\"specversion\":\"1.0\"",
                "\"specversion\":\"0.3\"",
                "\"id\":\"1\"",
                "\"source\":\"/a\"",
                "\"source\":\"%%\"",
                "\"type\":\"t\"",
                "\"data\":{\"a\":1,\"text\":\"so\"}",
                "\"data\":\"so\"",
                "\"data\":null",
                "\"data_base64\":\"eyJhIjoxfQ==\"",
                "\"data_base64\":[]",
                "\"datacontenttype\":\"text/plain\"",
                "\"datacontenttype\":null",
                "\"datacontentencoding\":\"base64\"",
                "\"time\":\"2026-03-01T12:00:00Z\"",
                "\"time\":\"-999999999-01-01T00:00:00+18:00\"",
                "\"dataschema\":\"\\u0000\"",
                "\"subject\":{}",
                "\"ext\":1.5",
                "\"ext\":[1]",
                "\"\":\"x\"",
                "\"a\":[[[",
                "\"id\":\"\\ud800\"");
        Arbitrary<byte[]> nearly = part.list().ofMaxSize(9).map(parts -> bytes("{" + String.join(",", parts) + "}"));
        return Arbitraries.oneOf(any, nearly);
    }

    @Provide
    Arbitrary<List<Header>> headers() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of(
                        "content-type",
                        "ce_specversion",
                        "ce_id",
                        "ce_source",
                        "ce_type",
                        "ce_time",
                        "ce_dataschema",
                        "ce_",
                        "ce_data",
                        "ce_datacontenttype",
                        "ce_specVersion",
                        "ce_ID"),
                Arbitraries.strings().ofMaxLength(8).map(name -> "ce_" + name));
        Arbitrary<byte[]> values = Arbitraries.oneOf(
                Arbitraries.of(
                                STRUCTURED,
                                "1.0",
                                "0.3",
                                "1",
                                "/a",
                                "text/plain",
                                ";",
                                "application/cloudevents",
                                "2026-03-01T12:00:00Z",
                                "%%")
                        .map(PipelineDriver::bytes),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(8).injectNull(0.2));
        return Combinators.combine(names, values)
                .as((name, value) -> (Header) new org.apache.kafka.common.header.internals.RecordHeader(name, value))
                .list()
                .ofMaxSize(8);
    }

    /** Events as they come without an envelope, and the same in one. */
    private static List<PipelineDriver.Input> inputs(Mode mode) {
        List<PipelineDriver.Input> inputs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String data = i % 10 == 9 ? "{\"id\":\"x\",\"a\":true}" : "{\"id\":\"k" + i % 3 + "\",\"a\":" + i + "}";
            Headers headers = new RecordHeaders().add("trace", bytes("t"));
            if (i == 20) {
                headers.add("sluice-reset", bytes("true"));
            }
            byte[] value = bytes(data);
            if (mode != null) {
                ProducerRecord<Void, byte[]> record =
                        mode.record(event("application/json", data).build());
                record.headers().forEach(headers::add);
                value = record.value();
            }
            inputs.add(PipelineDriver.input(PipelineDriver.INPUT, bytes("k" + i % 3), 1000L * i, value, headers));
        }
        return inputs;
    }

    @ParameterizedTest
    @CsvSource({"STRUCTURED_MODE,false", "STRUCTURED_MODE,true", "BINARY_MODE,false", "BINARY_MODE,true"})
    void aPipelineScoresWhatIsInTheEnvelopes(Mode mode, boolean repartitions) throws IOException {
        String key = repartitions ? "/id" : null;
        try (PipelineDriver bare = pipeline("json", key);
                PipelineDriver enveloped = pipeline("cloudevents", key)) {
            inputs(null).forEach(bare::process);
            inputs(mode).forEach(enveloped::process);
            List<TestRecord<byte[], byte[]>> expected = bare.predictions();
            List<TestRecord<byte[], byte[]>> predictions = enveloped.predictions();
            assertThat(predictions).hasSize(36).hasSameSizeAs(expected);
            for (int i = 0; i < predictions.size(); i++) {
                assertThat(predictions.get(i).key()).isEqualTo(expected.get(i).key());
                assertThat(json(predictions.get(i))).isEqualTo(json(expected.get(i)));
                assertThat(predictions.get(i).headers())
                        .isEqualTo(expected.get(i).headers());
            }
            assertThat(enveloped.deadLetters()).hasSize(4).allSatisfy(letter -> {
                assertThat(text(letter.headers(), "sluice.reason")).isEqualTo("bad-channel");
                assertThat(text(letter.headers(), "content-type")).startsWith("application/");
            });
        }
    }

    private static PipelineDriver pipeline(String format, String key) {
        Map<String, String> properties = key == null
                ? Map.of("sluice.event.format", format)
                : Map.of("sluice.event.format", format, "sluice.event.key", key);
        return new PipelineDriver(NUMERIC, () -> TestModels.model(NUMERIC), properties);
    }

    private static JsonNode json(TestRecord<byte[], byte[]> record) throws IOException {
        return JSON.readTree(record.value());
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void aByteOrderMarkBeforeTheValueIsIgnored(Mode mode) {
        ProducerRecord<Void, byte[]> record =
                mode.record(event("application/json", "{\"a\":1}").build());
        byte[] marked = bytes("\uFEFF" + new String(record.value(), StandardCharsets.UTF_8));
        assertThat(numeric(decoder(NUMERIC, null).decode(marked, record.headers(), RECORD_TIME))
                        .channel(0))
                .isEqualTo(1f);
    }
}
