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
        if (keyed) {
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
        client.remove("ssl.keystore.location");
        client.remove("ssl.keystore.password");
        assertRefused(topics(file(client)), 1, "broker " + broker.mutualTls());
    }

    /** Returns the block of the documentation that contains a line. */
    private static String documented(String line) throws IOException {
        return Arrays.stream(Files.readString(Path.of("docs/configuration.md")).split("```"))
                .filter(block -> block.startsWith("properties") && block.contains(line))
                .map(block -> block.substring("properties".length()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "replay", "run"})
    void aWrongPasswordIsOneLine(String command) throws Exception {
        assertRefused(
                start(command, direct(SecuredBroker.USER, "guessed")),
                1,
                "broker " + broker.bootstrapServers()
                        + ": Authentication failed: Invalid username or password; check sasl.jaas.config and"
                        + " sasl.mechanism");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "run"})
    void anUnknownCertificateIsOneLine(String command) throws Exception {
        Map<String, String> properties = direct(SecuredBroker.USER, SecuredBroker.password(SecuredBroker.USER));
        properties.put(
                "ssl.truststore.location",
                SecuredBroker.keys(folder.resolve(command + "-other-keys.p12")).toString());
        assertRefused(
                start(command, properties), 1, "broker " + broker.bootstrapServers(), "check ssl.truststore.location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "run"})
    void aMissingLoginIsOneLine(String command) throws Exception {
        assertRefused(
                start(command, new HashMap<>(broker.settings())),
                2,
                "security.protocol asks for a login, but sasl.jaas.config is not set");
    }

    /** Checks that the child ends with one line on stderr, which has the parts, and that no line has a password. */
    private static void assertRefused(Child started, int exitCode, String... parts) throws InterruptedException {
        try (Child child = started) {
            assertThat(child.exitCode(PATIENCE)).as("%s", child).isEqualTo(exitCode);
            assertThat(child.report())
                    .as("%s", child)
                    .singleElement()
                    .asString()
                    .contains(parts);
            assertThat(child.errors()).doesNotContain("secret-of");
        }
    }

    private static Child start(String command, Map<String, String> client) throws IOException {
        return switch (command) {
            case "topics" -> topics(file(client));
            case "replay" -> replay(file(client));
            default -> Child.sluice(folder, "run", file(pipeline(ID, client)).toString());
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
