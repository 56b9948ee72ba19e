package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests {@code topics}, {@code replay} and {@code run} with a broker that wants TLS, a login and permissions. The user
 * of the pipeline has the permissions that {@code docs/configuration.md} lists, and no others.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class SecuredClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ID = "pump-watch";
    private static final int EVENTS = 50;

    @TempDir
    private static Path folder;

    private static SecuredBroker broker;
    private static ChannelGru gru;
    private static Path events;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(folder);
        gru = ChannelGru.write(folder.resolve("model"), "value");
        StringBuilder csv = new StringBuilder("id,timestamp,value\n");
        for (int i = 0; i < EVENTS; i++) {
            csv.append("key-")
                    .append(i % 7)
                    .append(",2026-03-02T00:00:00Z,")
                    .append(i)
                    .append('\n');
        }
        events = Files.writeString(folder.resolve("events.csv"), csv);
        Map<String, String> admin = direct(SecuredBroker.ADMIN, SecuredBroker.password(SecuredBroker.ADMIN));
        try (Child apply = topics(file(admin))) {
            assertThat(apply.exitCode(PATIENCE)).as("%s", apply).isZero();
        }
        permit();
    }

    /** Gives the permissions of the table in the documentation, and to the sensor that of writing its events. */
    private static void permit() throws Exception {
        permit(SecuredBroker.USER, ID);
        broker.allow(
                SecuredBroker.SENSOR, ResourceType.TOPIC, PatternType.LITERAL, "sensor-events", AclOperation.WRITE);
    }

    private static void permit(String user, String id) throws Exception {
        broker.allow(DocumentedPermission.all().stream()
                .filter(permission -> permission.isFor("run with sluice.event.key"))
                .flatMap(permission -> permission.bindings(user, id))
                .toList());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eventsAreScoredWithTheDocumentedPermissions(boolean keyed) throws Exception {
        String id = keyed ? ID + "-keyed" : ID;
        permit(SecuredBroker.USER, id);
        Map<String, String> properties = pipeline(id, fromFile(SecuredBroker.USER));
        if (keyed) { // and with a token in the place of the password
            properties.put("sasl.mechanism", "OAUTHBEARER");
            properties.put("sasl.jaas.config", SecuredBroker.token(SecuredBroker.USER));
            properties.put("sluice.event.key", "/id");
        }
        int before = broker.count("sensor-predictions");
        int sent = broker.count("sensor-events");
        try (Child replay = replay(file(fromFile(SecuredBroker.SENSOR)));
                Child run = Child.sluice(folder, "run", file(properties).toString())) {
            assertThat(replay.exitCode(PATIENCE)).as("%s", replay).isZero();
            run.awaitStarted();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !run.isAlive() || broker.count("sensor-predictions") - before == sent + EVENTS);
            assertThat(run.stop(PATIENCE)).as("%s", run).isPositive();
            assertThat(run.errors().lines())
                    .as("%s", run)
                    .allMatch(line -> line.contains("Z INFO ") || (keyed && line.contains("lose their order")));
        }
    }

    /** The settings are those of the documentation, with the places and passwords of this test. */
    @Test
    void aCertificateTakesThePlaceOfTheUser() throws Exception {
        Path secrets = Files.writeString(
                folder.resolve("stores.secrets"),
                "truststore=" + SecuredBroker.STORE_PASSWORD + "\nkeystore=" + SecuredBroker.STORE_PASSWORD + "\n");
        Properties documented = new Properties();
        documented.load(new StringReader(documented("security.protocol=SSL\n")
                .replace("my-kafka:9094", broker.mutualTls())
                .replace("/etc/sluice/truststore.p12", broker.truststore().toString())
                .replace("/etc/sluice/pump-watch.p12", broker.clientKeys().toString())
                .replace("/run/secrets/kafka.properties", secrets.toString())));
        Map<String, String> client = new HashMap<>();
        documented.forEach((key, value) -> client.put(key.toString(), value.toString()));
        permit("CN=" + SecuredBroker.USER, ID + "-tls");
        broker.allow(
                "CN=" + SecuredBroker.USER,
                ResourceType.TOPIC,
                PatternType.LITERAL,
                "sensor-events",
                AclOperation.WRITE);
        int before = broker.count("sensor-predictions");
        int sent = broker.count("sensor-events");
        try (Child replay = replay(file(client))) {
            assertThat(replay.exitCode(PATIENCE)).as("%s", replay).isZero();
        }
        try (Child run =
                Child.sluice(folder, "run", file(pipeline(ID + "-tls", client)).toString())) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !run.isAlive() || broker.count("sensor-predictions") - before == sent + EVENTS);
            assertThat(run.stop(PATIENCE)).as("%s", run).isPositive();
        }
    }

    /** Returns the block of the documentation that contains a line. */
    private static String documented(String line) throws IOException {
        return Arrays.stream(Files.readString(Path.of("docs/configuration.md")).split("```"))
                .filter(block -> block.startsWith("properties") && block.contains(line))
                .map(block -> block.substring("properties".length()))
                .findFirst()
                .orElseThrow();
    }

    /** The first part of each line names the broker, the others say what is wrong and what to do. */
    private static Stream<Arguments> refusals() throws Exception {
        Map<String, String> wrongPassword = direct(SecuredBroker.USER, "guessed");
        Map<String, String> unknown =
                tls(broker.bootstrapServers(), SecuredBroker.keys(folder.resolve("other-keys.p12")));
        unknown.putAll(Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                SecuredBroker.login(SecuredBroker.USER, "x")));
        Map<String, String> token = direct(SecuredBroker.USER, "x");
        token.put("sasl.mechanism", "OAUTHBEARER");
        token.put("sasl.jaas.config", SecuredBroker.token("").replace("String", "Number"));
        String server = "broker " + broker.bootstrapServers() + ": ";
        return Stream.of(
                Arguments.of(
                        "wrong password",
                        wrongPassword,
                        1,
                        server
                                + "Authentication failed: Invalid username or password; check sasl.jaas.config and"
                                + " sasl.mechanism"),
                Arguments.of(
                        "unknown certificate",
                        unknown,
                        1,
                        "the truststore does not have the authority of the broker's certificate: check"
                                + " ssl.truststore.location"),
                Arguments.of(
                        "no login",
                        new HashMap<>(broker.settings()),
                        2,
                        "security.protocol asks for a login, but sasl.jaas.config is not set"),
                Arguments.of("no token", token, 2, "check sasl.jaas.config and sasl.login.callback.handler.class"),
                Arguments.of(
                        "expired certificate",
                        tls(broker.expired(), broker.truststoreOfBad()),
                        1,
                        "; the broker's certificate has expired: renew it"),
                Arguments.of(
                        "certificate of another host",
                        tls(broker.elsewhere(), broker.truststoreOfBad()),
                        1,
                        "; the broker's certificate is for another host"),
                Arguments.of(
                        "no certificate of the client",
                        tls(broker.mutualTls(), broker.truststore()),
                        1,
                        "; the broker refuses the certificate of this client, or wants one: check"
                                + " ssl.keystore.location"));
    }

    private static Map<String, String> tls(String server, Path truststore) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                server,
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                truststore.toString(),
                "ssl.truststore.password",
                SecuredBroker.STORE_PASSWORD));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusedConnectionIsOneLine(String fault, Map<String, String> client, int code, String part) throws Exception {
        assertRefused("topics", client, code, part);
        assertRefused("run", client, code, part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "tail", "dead-letters", "erase"})
    void aWrongPasswordIsOneLineInEachCommand(String command) throws Exception {
        assertRefused(command, direct(SecuredBroker.USER, "guessed"), 1, "check sasl.jaas.config and sasl.mechanism");
    }

    @Test
    void aClientWithoutTlsIsToldToCheckItsProtocol() throws Exception {
        Map<String, String> client = new HashMap<>(Map.of("bootstrap.servers", broker.mutualTls()));
        assertRefused(
                "topics",
                client,
                1,
                "no Kafka broker answered on " + broker.mutualTls()
                        + " within 10 s; start one (sluice broker) or check bootstrap.servers and security.protocol");
    }

    private static void assertRefused(String command, Map<String, String> client, int code, String part)
            throws IOException {
        InProcess refused = InProcess.sluice(arguments(command, client));
        assertThat(refused.exitCode()).as("%s: %s", command, refused).isEqualTo(code);
        assertThat(refused.errors().lines())
                .as("%s: %s", command, refused)
                .singleElement()
                .asString()
                .contains(part)
                .doesNotContain("secret-of", "guessed", SecuredBroker.STORE_PASSWORD);
    }

    private static String[] arguments(String command, Map<String, String> client) throws IOException {
        return switch (command) {
            case "topics" ->
                new String[] {"topics", "show", "--command-config", file(client).toString(), "topics/sensor.yaml"};
            case "replay" ->
                new String[] {
                    "replay",
                    "--command-config",
                    file(client).toString(),
                    events.toString(),
                    "--topic",
                    "sensor-events",
                    "--key-field",
                    "id"
                };
            case "tail" ->
                new String[] {"tail", "--command-config", file(client).toString(), "sensor-events"};
            case "dead-letters" ->
                new String[] {
                    "dead-letters",
                    "show",
                    "--config",
                    file(pipeline(ID, client)).toString()
                };
            case "erase" ->
                new String[] {"erase", "--config", file(pipeline(ID, client)).toString(), "key"};
            default -> new String[] {command, file(pipeline(ID, client)).toString()};
        };
    }

    private static Child topics(Path client) throws IOException {
        return Child.sluice(
                folder,
                "topics",
                "apply",
                "--command-config",
                client.toString(),
                "topics/sensor.yaml",
                "topics/dead-letters.yaml");
    }

    private static Child replay(Path client) throws IOException {
        return Child.sluice(
                folder,
                "replay",
                "--command-config",
                client.toString(),
                events.toString(),
                "--topic",
                "sensor-events",
                "--key-field",
                "id");
    }

    private static Map<String, String> direct(String user, String password) {
        Map<String, String> settings = new HashMap<>(broker.settings());
        settings.put("sasl.jaas.config", SecuredBroker.login(user, password));
        return settings;
    }

    private static Map<String, String> fromFile(String user) throws IOException {
        Path secrets =
                Files.writeString(folder.resolve(user + ".secrets"), "password=" + SecuredBroker.password(user) + "\n");
        Map<String, String> settings = direct(user, "${file:" + secrets + ":password}");
        settings.put("config.providers", "file");
        settings.put("config.providers.file.class", FileConfigProvider.class.getName());
        return settings;
    }

    private static Map<String, String> pipeline(String id, Map<String, String> client) throws IOException {
        Map<String, String> properties = new HashMap<>(client);
        properties.putAll(Map.of(
                "application.id",
                id,
                "state.dir",
                Files.createTempDirectory(folder, "state-").toString(),
                "sluice.model",
                gru.folder().toString(),
                "sluice.input.topic",
                "sensor-events",
                "sluice.output.topic",
                "sensor-predictions",
                "sluice.http.port",
                "0"));
        return properties;
    }

    private static Path file(Map<String, String> properties) throws IOException {
        return Child.properties(Files.createTempFile(folder, "client-", ".properties"), properties);
    }
}
