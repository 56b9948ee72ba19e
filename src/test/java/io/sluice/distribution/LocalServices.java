package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.distribution.ComposeFile.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The services of the compose file as processes of this machine, with the commands, variables and health checks that
 * stand there and in the Dockerfile.
 *
 * <p>What a container has to itself is shared here, so it is translated: the broker's ports to free ones, the HTTP port
 * likewise, its name to localhost, the containers' folders to temporary ones, and the image's to the unpacked archive.
 * The broker's image is played by the classes that it consists of: the one that turns its variables into
 * {@code server.properties} and formats the storage, the broker, and the one behind the script of its health check.
 */
final class LocalServices implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Map<String, String> KAFKA_SCRIPTS =
            Map.of("/opt/kafka/bin/kafka-broker-api-versions.sh", "org.apache.kafka.tools.BrokerApiVersionsCommand");

    private final ComposeFile compose;
    private final Dockerfile dockerfile;
    private final Path folder;
    private final Map<String, String> here = new LinkedHashMap<>();
    private final Map<String, Integer> httpPorts = new HashMap<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();

    /**
     * Starts nothing yet.
     *
     * @param home the unpacked archive, which stands for the image
     */
    LocalServices(ComposeFile compose, Dockerfile dockerfile, Path folder, Path home) throws IOException {
        this.compose = compose;
        this.dockerfile = dockerfile;
        this.folder = folder;
        List<Integer> ports = freePorts(3 + compose.pipelines().size());
        here.put("\\b19092\\b", ports.get(0).toString());
        here.put("\\b9092\\b", ports.get(1).toString());
        here.put("\\b9093\\b", ports.get(2).toString());
        here.put("\\bkafka:", "localhost:");
        here.put("/var/lib/kafka/data", folder.resolve("kafka").toString());
        here.put("/opt/sluice", home.toString());
        for (Service pipeline : compose.pipelines()) {
            httpPorts.put(pipeline.name(), ports.get(3 + httpPorts.size()));
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** What the file says, with this machine's names for it. */
    String here(String text) {
        String translated = text;
        for (Map.Entry<String, String> each : here.entrySet()) {
            translated = translated.replaceAll(each.getKey(), each.getValue());
        }
        return translated;
    }

    /** Where a service's volume is. */
    Path volume(String service) {
        return folder.resolve(service);
    }

    void startBroker() throws IOException, InterruptedException {
        Service broker = compose.service("kafka");
        Map<String, String> variables = translated(broker.environment());
        Path configuration = Files.createDirectories(folder.resolve("kafka-configuration"));
        Path none = Files.createDirectories(folder.resolve("none"));
        Process setup = start(
                "kafka-setup",
                java(
                        "kafka.docker.KafkaDockerWrapper",
                        "setup",
                        "--default-configs-dir",
                        none,
                        "--mounted-configs-dir",
                        none,
                        "--final-configs-dir",
                        configuration),
                variables,
                folder);
        assertThat(exitCode(setup)).as(output("kafka-setup")).isZero();
        List<Object> command = new ArrayList<>(
                List.of((Object[]) variables.get("KAFKA_HEAP_OPTS").split(" ", -1)));
        command.addAll(List.of("kafka.Kafka", configuration.resolve("server.properties")));
        start("kafka", java(command.toArray()), variables, folder);
    }

    boolean isBrokerHealthy() throws IOException, InterruptedException {
        List<String> test = compose.service("kafka").healthCheck().orElseThrow().stream()
                .map(this::here)
                .toList();
        assertThat(test.get(0)).isEqualTo("CMD");
        List<Object> command = new ArrayList<>(List.of(KAFKA_SCRIPTS.get(test.get(1))));
        command.addAll(test.subList(2, test.size()));
        return exitCode(start("kafka-health", java(command.toArray()), Map.of(), folder)) == 0;
    }

    /** Runs a service of ours that ends by itself, and returns what it printed. */
    String runToItsEnd(Service service) throws IOException, InterruptedException {
        assertThat(exitCode(startOurs(service)))
                .as(service.name() + ": " + output(service.name()))
                .isZero();
        return output(service.name());
    }

    /** Starts a service as the image would: its entry point with the service's command, in its working folder. */
    Process startOurs(Service service) throws IOException {
        List<String> command = Stream.concat(dockerfile.only("ENTRYPOINT").exec().stream(), service.command().stream())
                .map(this::here)
                .toList();
        Path workingFolder = Path.of(here(dockerfile.only("WORKDIR").arguments()));
        return start(service.name(), command, variables(service), workingFolder);
    }

    boolean isHealthy(Service service) throws IOException, InterruptedException {
        List<String> command = List.of("/bin/sh", "-c", dockerfile.healthCheck());
        return exitCode(start(service.name() + "-health", command, variables(service), folder)) == 0;
    }

    private Map<String, String> variables(Service service) {
        Map<String, String> variables = new HashMap<>(dockerfile.environment());
        variables.replace("KAFKA_STATE_DIR", volume(service.name()).toString());
        variables.putAll(service.environment());
        Integer port = httpPorts.get(service.name());
        if (port != null) {
            variables.put("SLUICE_HTTP_PORT", port.toString());
        }
        return translated(variables);
    }

    private Map<String, String> translated(Map<String, String> variables) {
        Map<String, String> translated = new HashMap<>();
        variables.forEach((name, value) -> translated.put(name, here(value)));
        return translated;
    }

    private static List<String> java(Object... arguments) {
        return Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                "-cp",
                                System.getProperty("java.class.path")),
                        Stream.of(arguments))
                .map(Object::toString)
                .toList();
    }

    private Process start(String name, List<String> command, Map<String, String> variables, Path in)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        processes.put(name, process);
        return process;
    }

    /** What a process has printed. */
    String output(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the end of %s", process.info())
                .isTrue();
        return process.exitValue();
    }

    /** A check that Docker would repeat, too. */
    interface Check {
        boolean passes() throws IOException, InterruptedException;
    }

    void awaitHealthy(String name, Check check) {
        Awaitility.await("health of " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !processes.get(name).isAlive() || check.passes());
        assertThat(processes.get(name).isAlive()).as(output(name)).isTrue();
    }

    /** SIGTERM, as {@code docker stop} sends it; the exit code. */
    int stop(String name) throws InterruptedException {
        processes.get(name).destroy();
        return exitCode(processes.get(name));
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }
}
