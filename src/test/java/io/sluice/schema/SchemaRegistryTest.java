package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Malformed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {
    private static final String SUBJECT = "my events-value";

    private StubRegistry stub;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void start() {
        stub = new StubRegistry();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private SchemaRegistry registry(RegistrySettings.Login login, URI... urls) {
        return new SchemaRegistry(new RegistrySettings(List.of(urls), SUBJECT, login, null), nanos::get);
    }

    private SchemaRegistry registry() {
        return registry(null, stub.url());
    }

    @Test
    void eachIdIsAskedForOnceAndTheLatestSchemaWithIt() {
        int id = stub.register(SUBJECT, SchemaType.AVRO, "\"int\"");
        SchemaRegistry registry = registry();
        RegisteredSchema found = registry.schema(id).orElseThrow();
        assertThat(found).isEqualTo(new RegisteredSchema("schema 1", SchemaType.AVRO, "\"int\"", List.of()));
        assertThat(registry.schema(id)).containsSame(found);
        assertThat(registry.latest().label()).isEqualTo("version 1 of subject my events-value (schema 1)");
        assertThat(stub.requests()).containsExactly("/schemas/ids/1", "/subjects/my%20events-value/versions/latest");
    }

    @Test
    void theLatestSchemaIsReadAgainWithAnUnknownId() {
        int first = stub.register(SUBJECT, SchemaType.AVRO, "\"int\"");
        SchemaRegistry registry = registry();
        registry.schema(first);
        RegisteredSchema before = registry.latest();
        int second = stub.register(SUBJECT, SchemaType.AVRO, "\"long\"");
        assertThat(registry.latest()).isSameAs(before);
        registry.schema(second);
        assertThat(registry.latest().text()).isEqualTo("\"long\"");
    }

    @Test
    void anIdThatTheRegistryDoesNotKnowIsAskedForAgainAfterAMinute() {
        SchemaRegistry registry = registry();
        assertThat(registry.schema(1)).isEmpty();
        assertThat(registry.schema(1)).isEmpty();
        assertThat(stub.requests()).hasSize(1);
        stub.register(SUBJECT, SchemaType.AVRO, "\"int\"");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(registry.schema(1)).isEmpty();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(registry.schema(1)).isPresent();
    }

    @Test
    void referencesAreReadWithTheirOwn() {
        stub.register("base", SchemaType.PROTOBUF, "message B {}");
        stub.register("middle", SchemaType.PROTOBUF, "message M {}", List.of("base"));
        int id = stub.register(SUBJECT, SchemaType.PROTOBUF, "message E {}", List.of("middle"));
        RegisteredSchema found = registry().schema(id).orElseThrow();
        assertThat(found.type()).isEqualTo(SchemaType.PROTOBUF);
        RegisteredSchema.Reference middle = found.references().get(0);
        assertThat(middle.name()).isEqualTo("middle");
        assertThat(middle.schema().references().get(0).schema().text()).isEqualTo("message B {}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|answers HTTP 500",
                "503|answers HTTP 503",
                "401|refuses the login (HTTP 401); check sluice.schema.registry.user and sluice.schema.registry.password",
                "403|refuses the login (HTTP 403)",
                "302|answers HTTP 302",
                "404|is no JSON object; check the address and its path in sluice.schema.registry.url",
                "200|is no JSON object"
            })
    void anAnswerThatIsNoneIsAFailureThatMayPass(int status, String message) {
        stub.register(SUBJECT, SchemaType.AVRO, "\"int\"");
        SchemaRegistry registry = registry();
        stub.fail(status);
        assertThatThrownBy(() -> registry.schema(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("schema registry " + stub.url())
                .hasMessageContaining(message);
        stub.fail(0);
        assertThat(registry.schema(1)).isPresent();
    }

    @Test
    void aRegistryThatIsAwayIsAFailureThatMayPassAndKnownIdsNeedNone() {
        int id = stub.register(SUBJECT, SchemaType.AVRO, "\"int\"");
        SchemaRegistry registry = registry();
        registry.schema(id);
        stub.stop();
        assertThat(registry.schema(id)).isPresent();
        assertThatThrownBy(() -> registry.schema(2))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("does not answer (ConnectException")
                .hasMessageContaining("check that it runs, and sluice.schema.registry.url")
                .hasNoCause();
        stub.startAgain();
        assertThat(registry.schema(2)).isEmpty();
    }

    @Test
    void theNextAddressIsTriedIfOneFails() {
        int id = stub.register(SUBJECT, SchemaType.AVRO, "\"int\"");
        try (StubRegistry broken = new StubRegistry()) {
            broken.fail(500);
            assertThat(registry(null, broken.url(), stub.url()).schema(id)).isPresent();
        }
    }

    @Test
    void anIdIsUnknownOnlyIfNoAddressHasIt() {
        int id = stub.register(SUBJECT, SchemaType.AVRO, "\"int\"");
        try (StubRegistry behind = new StubRegistry()) {
            SchemaRegistry both = registry(null, behind.url(), stub.url());
            assertThat(both.schema(id)).isPresent();
            assertThat(both.schema(9)).isEmpty();
            assertThat(behind.requests()).contains("/schemas/ids/9");
            assertThat(stub.requests()).contains("/schemas/ids/9");
            stub.fail(500);
            assertThat(both.schema(8)).isEmpty();
        }
    }

    @Test
    void idsBelowOneAreUnknownWithoutAsking() {
        assertThat(registry().schema(0)).isEmpty();
        assertThat(registry().schema(-7)).isEmpty();
        assertThat(stub.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void anIdThatTheRegistryCallsInvalidIsUnknown(int status) {
        stub.failIds(status);
        assertThat(registry().schema(1)).isEmpty();
        stub.fail(status);
        assertThatThrownBy(() -> registry().latest()).isInstanceOf(RegistryException.class);
    }

    @Test
    void aSchemaThatTheLoginMayNotReadIsUnusableIfTheLoginIsAGoodOne() {
        stub.register(SUBJECT, SchemaType.AVRO, "v1 ");
        stub.failIds(403);
        assertThatThrownBy(() -> registry().schema(1))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("the login at the schema registry may not read schema 1 ");
        stub.fail(403);
        assertThatThrownBy(() -> registry().schema(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("refuses the login (HTTP 403)");
    }

    @Test
    void aNewLatestSchemaThatCannotBeReadDoesNotReplaceTheOneBefore() {
        SchemaRegistry registry = registry();
        registry.schema(stub.register(SUBJECT, SchemaType.AVRO, "v1"));
        stub.register(SUBJECT, SchemaType.AVRO, "v2", List.of("gone"));
        int other = stub.register("other", SchemaType.AVRO, "o");
        assertThat(registry.schema(other)).isPresent();
        assertThat(registry.latest().text()).isEqualTo("v1");
    }

    @Test
    void aLoginIsSentAsHttpBasic() {
        int id = stub.register(SUBJECT, SchemaType.AVRO, "\"int\"");
        stub.demand("Basic " + Base64.getEncoder().encodeToString("me:pass:word".getBytes(StandardCharsets.UTF_8)));
        RegistrySettings.Login login = new RegistrySettings.Login("me", "pass:word");
        assertThat(registry(login, stub.url()).schema(id)).isPresent();
        assertThatThrownBy(() -> registry().schema(id)).hasMessageContaining("refuses the login");
        assertThat(login).hasToString("me");
    }

    @Test
    void aMissingSubjectNamesTheSetting() {
        assertThatThrownBy(() -> registry().latest())
                .isInstanceOf(RegistryException.class)
                .hasMessage("schema registry " + stub.url() + " has no subject my events-value; register its schema"
                        + " first, or correct sluice.schema.registry.subject");
    }

    private Malformed decode(SchemaRegistry registry, byte[] value) {
        SchemaIdDecoder decoder = new SchemaIdDecoder(registry, SchemaRegistryTest::echo, 20);
        Decoded decoded = decoder.decode(value, 0);
        assertThat(decoded).isInstanceOf(Malformed.class);
        return (Malformed) decoded;
    }

    /** A reader that says which schemas it was made of. */
    private static PayloadReader echo(RegisteredSchema writer, RegisteredSchema latest) {
        writer.requireType(SchemaType.AVRO);
        return (value, offset, time) ->
                new Malformed(DeadLetterReason.BAD_ENCODING, writer.text() + latest.text() + offset);
    }

    @Test
    void aValueWithoutAKnownSchemaIsADeadLetterThatSaysWhy() {
        stub.register(SUBJECT, SchemaType.AVRO, "v1 ");
        stub.register("other", SchemaType.JSON, "{}");
        SchemaRegistry registry = registry();
        assertThat(decode(registry, StubRegistry.framed(1, new byte[3])).detail())
                .isEqualTo("v1 v1 5");
        assertThat(decode(registry, StubRegistry.framed(9, new byte[3])))
                .isEqualTo(new Malformed(
                        DeadLetterReason.UNKNOWN_SCHEMA, "the schema registry does not know the schema id 9"));
        assertThat(decode(registry, StubRegistry.framed(2, new byte[3])))
                .isEqualTo(new Malformed(
                        DeadLetterReason.UNUSABLE_SCHEMA,
                        "schema 2 is JSON Schema, not Avro; to read it, set sluice.event.format=json-schema"));
        assertThat(decode(registry, new byte[] {0, 1}).reason()).isEqualTo(DeadLetterReason.NO_SCHEMA_ID);
        assertThat(decode(registry, "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                        .detail())
                .contains("it looks like JSON; to read that, set sluice.event.format=json");
        assertThat(decode(registry, new byte[0]).reason()).isEqualTo(DeadLetterReason.EMPTY);
        assertThat(decode(registry, new byte[21]).reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void whatAReaderThrowsIsADeadLetterAndWhatItsMakerThrowsToo() {
        stub.register(SUBJECT, SchemaType.AVRO, "v1");
        byte[] value = StubRegistry.framed(1, new byte[3]);
        SchemaIdDecoder failing = new SchemaIdDecoder(
                registry(),
                (writer, latest) -> (bytes, offset, time) -> {
                    throw new ClassCastException("a list");
                },
                20);
        assertThat(failing.decode(value, 0))
                .isEqualTo(new Malformed(
                        DeadLetterReason.BAD_ENCODING,
                        "the value cannot be read with its schema: java.lang.ClassCastException: a list"));
        SchemaIdDecoder unmade = new SchemaIdDecoder(
                registry(),
                (writer, latest) -> {
                    throw new IllegalStateException("odd");
                },
                20);
        assertThat(unmade.decode(value, 0))
                .isEqualTo(new Malformed(
                        DeadLetterReason.UNUSABLE_SCHEMA,
                        "schema 1 cannot be used as version 1 of subject my events-value (schema 1):"
                                + " java.lang.IllegalStateException: odd"));
        SchemaIdDecoder waiting = new SchemaIdDecoder(
                registry(),
                (writer, latest) -> (bytes, offset, time) -> {
                    throw new RegistryException("away");
                },
                20);
        assertThatThrownBy(() -> waiting.decode(value, 0)).isInstanceOf(RegistryException.class);
    }

    @Test
    void readersAreMadeOnceAndAgainWithANewLatestSchema() {
        stub.register(SUBJECT, SchemaType.AVRO, "v1 ");
        AtomicLong made = new AtomicLong();
        SchemaIdDecoder decoder = new SchemaIdDecoder(
                registry(),
                (writer, latest) -> {
                    made.incrementAndGet();
                    return echo(writer, latest);
                },
                20);
        assertThat(List.of(detail(decoder, 1), detail(decoder, 1))).containsExactly("v1 v1 5", "v1 v1 5");
        assertThat(made).hasValue(1);
        stub.register(SUBJECT, SchemaType.AVRO, "v2 ");
        assertThat(List.of(detail(decoder, 1), detail(decoder, 2), detail(decoder, 1), detail(decoder, 2)))
                .containsExactly("v1 v1 5", "v2 v2 5", "v1 v2 5", "v2 v2 5");
        assertThat(made).hasValue(3);
    }

    @Test
    void aSchemaThatCannotBeUsedIsTriedAgainAfterAMinuteWithTheLatestOne() {
        stub.register(SUBJECT, SchemaType.AVRO, "v1 ");
        stub.register(SUBJECT, SchemaType.AVRO, "bad ");
        SchemaIdDecoder decoder = new SchemaIdDecoder(
                registry(),
                (writer, latest) -> {
                    if (latest.text().equals("bad ")) {
                        throw new SchemaException("refused");
                    }
                    return echo(writer, latest);
                },
                20);
        assertThat(detail(decoder, 1)).isEqualTo("refused");
        stub.register(SUBJECT, SchemaType.AVRO, "v3 ");
        int asked = stub.requests().size();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(detail(decoder, 1)).isEqualTo("refused");
        assertThat(stub.requests()).hasSize(asked);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(detail(decoder, 1)).isEqualTo("v1 v3 5");
    }

    @Test
    void aSchemaThatCannotBeReadIsNotAskedForWithEachRecord() {
        stub.register(SUBJECT, SchemaType.AVRO, "v1 ");
        stub.register("other", SchemaType.AVRO, "o", List.of("gone"));
        SchemaIdDecoder decoder = new SchemaIdDecoder(registry(), SchemaRegistryTest::echo, 20);
        for (int i = 0; i < 3; i++) {
            assertThat(detail(decoder, 2)).contains("has no version 1 of subject gone");
        }
        assertThat(stub.requests()).filteredOn("/schemas/ids/2"::equals).hasSize(1);
    }

    private static String detail(SchemaIdDecoder decoder, int id) {
        return ((Malformed) decoder.decode(StubRegistry.framed(id, new byte[1]), 0)).detail();
    }
}
