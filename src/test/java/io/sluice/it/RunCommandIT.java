package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that {@code sluice run} answers a mistake of its user with a clear line, an exit code and its end. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RunCommandIT {
    private static final int INPUT = 2;
    private static final int ENVIRONMENT = 1;
    /** Enough for a cold JVM on a busy machine; an unreachable broker takes 10 s of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static ChannelGru gru;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerFixture();
        broker.createTopics(2, "events", "predictions", "sluice-dead-letters");
        gru = ChannelGru.write(folder.resolve("model"), "a");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void anUnknownKeyIsNamedWithTheMostSimilarOne() throws IOException, InterruptedException {
        assertRefused(INPUT, Map.of("sluice.output.topik", "x"), "sluice.output.topik", "sluice.output.topic");
    }

    @Test
    void aMissingTopicIsNamed() throws IOException, InterruptedException {
        assertRefused(ENVIRONMENT, Map.of("sluice.output.topic", "absent"), "absent", "sluice topics apply");
        assertRefused(ENVIRONMENT, Map.of("sluice.alert.topic", "no-alerts"), "no-alerts", "sluice topics apply");
    }

    @Test
    void anUnreachableBrokerIsNamedAfterTenSeconds() throws IOException, InterruptedException {
        String address = "127.0.0.1:" + closedPort();
        long begin = System.nanoTime();
        assertRefused(ENVIRONMENT, Map.of("bootstrap.servers", address), address, "bootstrap.servers");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void aHostWithoutAnAddressIsNamed() throws IOException, InterruptedException {
        String address = "no-such-host.invalid:9092";
        assertRefused(ENVIRONMENT, Map.of("bootstrap.servers", address), address, "host", "known address");
    }

    @Test
    void aLoginTowardsAListenerWithoutOneNamesTheProtocol() throws IOException, InterruptedException {
        Map<String, String> login = Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=p;");
        assertRefused(ENVIRONMENT, login, "this listener takes no login", "security.protocol");
    }

    @Test
    void aLoginWithoutItsSettingIsNamed() throws IOException, InterruptedException {
        Map<String, String> incomplete = Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN");
        assertRefused(INPUT, incomplete, "security.protocol asks for a login, but sasl.jaas.config is not set");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused(ENVIRONMENT, Map.of("sluice.http.port", port), port, "in use");
        }
    }

    @Test
    void aMissingModelIsNamed() throws IOException, InterruptedException {
        String absent = folder.resolve("no-model").toString();
        assertRefused(INPUT, Map.of("sluice.model", absent), absent, "no such folder");
    }

    @Test
    void aTamperedModelIsRefused() throws IOException, InterruptedException {
        Path tampered = ChannelGru.write(folder.resolve("tampered"), "a").folder();
        Files.write(tampered.resolve("model.pt"), new byte[] {0}, StandardOpenOption.APPEND);
        assertRefused(INPUT, Map.of("sluice.model", tampered.toString()), tampered.toString(), "model.pt", "SHA-256");
    }

    @Test
    void aMissingGpuIsNamed() throws IOException, InterruptedException {
        assumeFalse(Files.exists(Path.of("/dev/nvidia0")), "this machine has a GPU");
        assertRefused(ENVIRONMENT, Map.of("sluice.device", "gpu"), "gpu");
    }

    @Test
    void anUnknownDeviceIsRefused() throws IOException, InterruptedException {
        assertRefused(INPUT, Map.of("sluice.device", "tpu"), "sluice.device", "tpu", "gpu:N");
    }

    @Test
    void anUnknownLevelOrFormatOfTheLogIsRefused() throws IOException, InterruptedException {
        assertRefused(INPUT, Map.of("sluice.log.level", "verbose"), "sluice.log.level", "verbose", "debug");
        assertRefused(INPUT, Map.of("sluice.log.format", "xml"), "sluice.log.format", "xml", "json");
    }

    @Test
    void aStateDirectoryThatCannotBeCreatedIsNamed() throws IOException, InterruptedException {
        Path file = Files.createFile(folder.resolve("file"));
        String below = file.resolve("state").toString();
        assertRefused(ENVIRONMENT, Map.of("state.dir", below), below, "state.dir");
    }

    @Test
    void aFolderWithStatesOfAnotherClusterIsNamed() throws IOException, InterruptedException {
        Path states = folder.resolve("other-cluster");
        Path task = Files.createDirectories(states.resolve("refused/0_0"));
        Files.writeString(task.resolveSibling("sluice-cluster-id"), "another-cluster");
        String cluster = broker.clusterId();
        assertRefused(
                ENVIRONMENT,
                Map.of("state.dir", states.toString()),
                task.getParent().toString(),
                "another-cluster",
                cluster,
                "state.dir",
                "changelog");
    }

    /** A broker that was made again may have its old cluster id. */
    @Test
    void statesWithoutTheirChangelogAreNamed() throws IOException, InterruptedException {
        Path states = folder.resolve("same-cluster");
        Path task = Files.createDirectories(states.resolve("refused/0_0"));
        Files.writeString(task.resolveSibling("sluice-cluster-id"), broker.clusterId());
        Map<String, String> ofStates = Map.of("state.dir", states.toString());
        String changelog = "refused-key-state-changelog";
        assertRefused(ENVIRONMENT, ofStates, task.getParent().toString(), "changelog " + changelog + " is missing");

        broker.createTopics(2, changelog);
        Files.writeString(task.resolveSibling("sluice-changelog-id"), "another-topic");
        setCompaction(changelog);
        assertRefused(ENVIRONMENT, ofStates, task.getParent().toString(), changelog + " had the id another-topic");
    }

    private static void setCompaction(String topic) {
        var compact = new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET);
        broker.admin()
                .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(compact)))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void anUnknownVariableIsWarnedOfAndAServiceOfKubernetesIsNot() throws IOException, InterruptedException {
        Path file = Child.properties(
                Files.createTempFile(folder, "run-", ".properties"),
                properties(Map.of("sluice.output.topic", "absent")));
        Map<String, String> environment = Map.of(
                "SLUICE_HTTP_SERVICE_HOST", "10.0.0.1",
                "SLUICE_HTTP_SERVICE_PORT", "8080",
                "SLUICE_HTTP_PORT", "tcp://10.0.0.1:8080",
                "SLUICE_MODLE", "x");
        try (Child run = Child.sluice(folder, environment, "run", file.toString())) {
            assertThat(run.exitCode(PATIENCE)).as("%s", run).isEqualTo(ENVIRONMENT);
            assertThat(run.errors().lines()).hasSize(2);
            assertThat(run.errors().lines().findFirst().orElseThrow())
                    .endsWith("Z WARN  RunCommand: ignoring unknown environment variables: SLUICE_MODLE (did you mean"
                            + " SLUICE_MODEL?)");
            assertThat(run.errors()).contains("absent");
        }
    }

    @Test
    void aVariableWithoutAValueIsNamed() throws IOException, InterruptedException {
        assertRefused(
                INPUT,
                Map.of(
                        "config.providers", "file",
                        "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider",
                        "sasl.jaas.config", "${file:/no/such/file:jaas}"),
                "sasl.jaas.config",
                "/no/such/file");
    }

    private static Map<String, String> properties(Map<String, String> mistake) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "application.id", "refused",
                "state.dir", folder.resolve("state").toString(),
                "sluice.model", gru.folder().toString(),
                "sluice.input.topic", "events",
                "sluice.output.topic", "predictions",
                "sluice.http.port", "0"));
        properties.putAll(mistake);
        return properties;
    }

    /** Checks that stderr has at most five lines, that the first one names the parts, and that stdout is empty. */
    private static void assertRefused(int exitCode, Map<String, String> mistake, String... named) throws IOException {
        Path file = Child.properties(Files.createTempFile(folder, "run-", ".properties"), properties(mistake));
        InProcess run = InProcess.sluice("run", file.toString());
        assertThat(run.exitCode()).as("%s", run).isEqualTo(exitCode);
        assertThat(run.errors().lines()).hasSizeBetween(1, 5);
        assertThat(run.errors().lines().findFirst().orElseThrow()).contains(named);
        assertThat(run.output()).isEmpty();
    }
}
