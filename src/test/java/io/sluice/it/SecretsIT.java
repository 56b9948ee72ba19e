package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Main;
import io.sluice.cli.common.Failures;
import io.sluice.cli.common.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Searches everything that a pipeline writes, answers and shows for its secrets. Each place must also hold a text that
 * belongs there, so that the search cannot miss a place.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class SecretsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ID = "pump-watch";
    private static final String PASSWORD = SecuredBroker.password(SecuredBroker.USER);
    private static final String TOKEN = "token-4f1d9c07b2a86e35";
    private static final String WRONG = "wrong-91c3e0d2";
    private static final List<String> SECRETS = List.of(PASSWORD, SecuredBroker.STORE_PASSWORD, TOKEN, WRONG);

    /** A text in an event, which the pipeline has to write to most places. */
    private static final String KEY = "key-7b20f5e81c";

    @TempDir
    private static Path folder;

    private static SecuredBroker broker;
    private static Path secrets;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(Files.createDirectory(folder.resolve("broker-and-keys")));
        broker.create(DocumentedPermission.TOPICS);
        permit("run");
        secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("kafka.properties"), "password=" + PASSWORD + "\nwrong=" + WRONG + "\n");
        Files.writeString(secrets.resolve("token"), TOKEN);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static void permit(String command) throws Exception {
        broker.permit(
                SecuredBroker.USER,
                DocumentedPermission.all().stream()
                        .filter(permission -> permission.isFor(command))
                        .flatMap(permission -> permission.bindings(SecuredBroker.USER, ID))
                        .toList());
    }

    private static Path config(int port, String password) throws IOException {
        Map<String, String> properties = new HashMap<>(broker.settings());
        properties.put("config.providers", "file,env,directory");
        properties.put("config.providers.file.class", FileConfigProvider.class.getName());
        properties.put("config.providers.env.class", EnvVarConfigProvider.class.getName());
        properties.put("config.providers.directory.class", DirectoryConfigProvider.class.getName());
        properties.put(
                "sasl.jaas.config",
                SecuredBroker.login(
                        SecuredBroker.USER, "${file:" + secrets.resolve("kafka.properties") + ":" + password + "}"));
        properties.put("ssl.truststore.password", "${env:STORE_PASSWORD}");
        properties.put("sluice.http.token", "${directory:" + secrets + ":token}");
        properties.put("sluice.http.host", "0.0.0.0");
        properties.put("sluice.http.port", Integer.toString(port));
        properties.put("sluice.http.payloads", "true");
        properties.put("application.id", ID);
        properties.put("state.dir", folder.resolve("state").toString());
        Path model = folder.resolve("model");
        properties.put(
                "sluice.model",
                (Files.exists(model) ? model : ChannelGru.write(model, "value").folder()).toString());
        properties.put("sluice.input.topic", "sensor-events");
        properties.put("sluice.output.topic", "sensor-predictions");
        properties.put("sluice.alert.topic", "sensor-alerts");
        return Child.properties(Files.createTempFile(secrets, "pipeline-", ".properties"), properties);
    }

    @Test
    void noSecretIsInAnyPlaceThatAPipelineWritesAnswersOrShows() throws Exception {
        int port = FreePort.find();
        Map<String, String> places = new TreeMap<>();
        Map<String, String> environment = Map.of("STORE_PASSWORD", SecuredBroker.STORE_PASSWORD);
        broker.send("sensor-events", KEY, "{\"timestamp\":\"2026-03-02T00:00:00Z\",\"value\":1}");
        broker.send("sensor-events", KEY, "no JSON: " + KEY);
        try (Child run = Child.sluice(
                folder, environment, "run", "--debug", config(port, "password").toString())) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !run.isAlive()
                            || (broker.count("sensor-predictions") > 0 && broker.count("sluice-dead-letters") > 0));
            assertThat(run.isAlive()).as("%s", run).isTrue();
            places.putAll(answers("http://127.0.0.1:" + port));
            places.put("command line", run.commandLine());
            for (String question : List.of("Thread.print", "VM.command_line", "VM.system_properties")) {
                places.put("jcmd " + question, jcmd(run, question));
            }
            permit("replay");
            broker.send("sensor-events", KEY, "{\"timestamp\":\"2026-03-02T00:00:01Z\",\"value\":2}");
            assertThat(run.exitCode(PATIENCE)).as("%s", run).isEqualTo(1);
            places.put("stdout", run.output());
            places.put("stderr", run.errors());
        }
        places.put("state directory", content(folder.resolve("state")));
        places.putAll(topics());

        places.forEach((place, text) -> assertThat(text).as(place).doesNotContain(SECRETS));
        assertThat(places).hasEntrySatisfying("stderr", text -> assertThat(text)
                .contains("sasl.jaas.config = [hidden]", "the pipeline stopped: ", "\tat org.apache.kafka."));
        assertThat(places.get("stdout")).contains("scoring sensor-events");
        assertThat(places.get("command line")).contains("io.sluice.cli.Main", ".properties");
        assertThat(places.get("jcmd Thread.print")).contains("\"" + ID);
        assertThat(places.get("jcmd VM.system_properties")).contains("sluice.log.level");
        assertThat(places.get("state directory")).contains(KEY);
        for (String topic : List.of("sensor-predictions", "sluice-dead-letters", ID + "-key-state-changelog")) {
            assertThat(places.get("topic " + topic)).as(topic).contains(KEY);
        }
        for (String path : List.of("/api/keys", "/api/dead-letters", "/api/keys/" + KEY + "/series")) {
            assertThat(places.get("GET " + path)).as(path).contains(KEY);
        }
        assertThat(places.get("GET /metrics")).contains("# HELP sluice_");
        assertThat(places.get("GET /")).containsIgnoringCase("<html");
    }

    /** Returns the answers with the right token, with a wrong one and with none. */
    private static Map<String, String> answers(String server) throws Exception {
        Map<String, String> answers = new HashMap<>();
        HttpClient client = HttpClient.newHttpClient();
        for (String path : List.of(
                "/",
                "/health/live",
                "/health/ready",
                "/metrics",
                "/api/status",
                "/api/pipeline",
                "/api/keys",
                "/api/keys/" + KEY,
                "/api/keys/" + KEY + "/series",
                "/api/keys/" + KEY + "/explain",
                "/api/incidents",
                "/api/dead-letters",
                "/api/openapi.json",
                "/api/nothing",
                "/page/nothing")) {
            for (String token : List.of(TOKEN, WRONG, "")) {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
                if (!token.isEmpty()) {
                    request.header("Authorization", "Bearer " + token);
                }
                answers.put(
                        "GET " + path + (token.equals(TOKEN) ? "" : " with the token " + token),
                        text(client.send(request.build(), BodyHandlers.ofString())));
            }
        }
        for (String token : List.of(TOKEN, WRONG)) {
            HttpRequest login = HttpRequest.newBuilder(URI.create(server + "/login"))
                    .header("Content-Type", "application/json")
                    .header("Origin", server)
                    .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                    .build();
            answers.put("login " + answers.size(), text(client.send(login, BodyHandlers.ofString())));
        }
        return answers;
    }

    private static String text(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    }

    private static String jcmd(Child child, String question) throws IOException, InterruptedException {
        Path answer = Files.createTempFile(folder, "jcmd-", ".txt");
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(child.pid()),
                        question)
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        assertThat(jcmd.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readString(answer);
    }

    /** Returns the bytes of all files in a folder, and their names. */
    private static String content(Path directory) throws IOException {
        StringBuilder content = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.append(file).append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return content.toString();
    }

    /** Returns the records of each topic, also those of Kafka's own ones. */
    private static Map<String, String> topics() throws Exception {
        Map<String, String> topics = new HashMap<>();
        for (Map.Entry<String, List<ConsumerRecord<byte[], byte[]>>> topic :
                broker.records().entrySet()) {
            StringBuilder content = new StringBuilder();
            for (ConsumerRecord<byte[], byte[]> record : topic.getValue()) {
                content.append(text(record.key()))
                        .append('\n')
                        .append(text(record.value()))
                        .append('\n');
                record.headers().forEach(header -> content.append(header.key()).append(text(header.value())));
            }
            topics.put("topic " + topic.getKey(), content.toString());
        }
        return topics;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("a wrong password", "", "Invalid username or password"),
                Arguments.of("a token that is too short", "sluice.http.token=" + WRONG, "at least 16 characters"),
                Arguments.of("an unknown key", "sluice.http.tokn=" + WRONG, "unknown key sluice.http.tokn"),
                Arguments.of(
                        "an unknown login module",
                        "sasl.jaas.config=no.such.Module required password\\=\"" + WRONG + "\";",
                        "no.such.Module"),
                Arguments.of(
                        "a login without an end", "sasl.jaas.config=no.Module required p\\=" + WRONG, "semi-colon"),
                Arguments.of("a wrong password of a store", "ssl.truststore.password=" + WRONG, "no client for"));
    }

    /** With {@code --debug}, the stack traces have the messages of all causes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void noErrorShowsASecret(String fault, String line, String message) throws Exception {
        Path config = config(0, "wrong");
        String store = "ssl.truststore.password=" + SecuredBroker.STORE_PASSWORD;
        Files.writeString(config, Files.readString(config) + "\n" + store + "\n" + line + "\n");
        StringWriter err = new StringWriter();
        int code = new CommandLine(new Main())
                .setExecutionExceptionHandler(new Failures(() -> true))
                .setErr(new PrintWriter(err, true))
                .execute("dead-letters", "show", "--config", config.toString());
        assertThat(code).isPositive();
        assertThat(err.toString()).contains("\tat io.sluice.", message).doesNotContain(SECRETS);
    }
}
