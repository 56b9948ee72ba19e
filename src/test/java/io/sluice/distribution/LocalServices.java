package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.common.FreePort;
import io.sluice.distribution.ComposeFile.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
 * Runs the services of the compose file as processes on this machine. Commands, variables and health checks come from
 * the compose file and the Dockerfile.
 *
 * <p>Containers have private ports, names and folders, but processes share those of the machine. So this class
 * translates them: the ports of the broker and of HTTP to free ports, the broker's name to localhost, the folders of
 * the containers to temporary folders, and the folder of the image to the unpacked archive. The broker's image is
 * replaced by the classes that it runs: one creates {@code server.properties} from variables and formats the storage,
 * one is the broker, and one is behind the script of the health check.
 */
final class LocalServices implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Map<String, String> KAFKA_SCRIPTS =
            Map.of("/opt/kafka/bin/kafka-broker-api-versions.sh", "org.apache.kafka.tools.BrokerApiVersionsCommand");

    private final ComposeFile compose;
    private final Dockerfile dockerfile;
    private final Path folder;
    private final Map<String, String> translations = new LinkedHashMap<>();
    private final Map<String, Integer> httpPorts = new HashMap<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();

    /**
     * Prepares the translations; this starts no process.
     *
     * @param home the unpacked archive, which replaces the image
     */
    LocalServices(ComposeFile compose, Dockerfile dockerfile, Path folder, Path home) throws IOException {
        this.compose = compose;
        this.dockerfile = dockerfile;
        this.folder = folder;
        List<Integer> ports = FreePort.find(3 + compose.pipelines().size());
        translations.put("\\b19092\\b", ports.get(0).toString());
        translations.put("\\b9092\\b", ports.get(1).toString());
        translations.put("\\b9093\\b", ports.get(2).toString());
        translations.put("\\bkafka:", "localhost:");
        translations.put("/var/lib/kafka/data", folder.resolve("kafka").toString());
        translations.put("/opt/sluice", home.toString());
        translations.put(
                "/secrets\\b",
                Files.createDirectories(folder.resolve("secrets")).toString());
        for (Service pipeline : compose.pipelines()) {
            httpPorts.put(pipeline.name(), ports.get(3 + httpPorts.size()));
        }
    }

    /** Replaces ports, names and folders of containers with those of this machine. */
    String translate(String text) {
        String translated = text;
        for (Map.Entry<String, String> each : translations.entrySet()) {
            translated = translated.replaceAll(each.getKey(), each.getValue());
        }
        return translated;
    }

    /** Returns the folder that replaces the volume of a service. */
    Path volume(String service) {
        return folder.resolve(service);
    }

    void startBroker() throws IOException, InterruptedException {
        Service broker = compose.service("kafka");
        Map<String, String> variables = translate(broker.environment());
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
                .map(this::translate)
                .toList();
        assertThat(test.get(0)).isEqualTo("CMD");
        List<Object> command = new ArrayList<>(List.of(KAFKA_SCRIPTS.get(test.get(1))));
        command.addAll(test.subList(2, test.size()));
        return exitCode(start("kafka-health", java(command.toArray()), Map.of(), folder)) == 0;
    }

    /** Runs a built service until it ends, and returns its output. */
    String runToEnd(Service service) throws IOException, InterruptedException {
        assertThat(exitCode(start(service)))
                .as(service.name() + ": " + output(service.name()))
                .isZero();
        return output(service.name());
    }

    /**
     * Starts a service of our image as a container would: the entry point with the service's command, in the working
     * folder.
     */
    Process start(Service service) throws IOException {
        List<String> entryPoint =
                service.entryPoint().isEmpty() ? dockerfile.only("ENTRYPOINT").exec() : service.entryPoint();
        List<String> command = Stream.concat(entryPoint.stream(), service.command().stream())
                .map(this::translate)
                .toList();
        Path workingFolder = Path.of(translate(dockerfile.only("WORKDIR").arguments()));
        return start(service.name(), command, variables(service), workingFolder);
    }

    boolean isHealthy(Service service) throws IOException, InterruptedException {
        List<String> command = List.of("/bin/sh", "-c", dockerfile.healthCheck());
        return exitCode(start(service.name() + "-health", command, variables(service), folder)) == 0;
    }

    /** Returns the address of a path that a pipeline serves. */
    URI address(Service pipeline, String path) {
        return URI.create("http://127.0.0.1:" + httpPorts.get(pipeline.name()) + path);
    }

    private Map<String, String> variables(Service service) {
        Map<String, String> variables = new HashMap<>(dockerfile.environment());
        variables.replace("KAFKA_STATE_DIR", volume(service.name()).toString());
        variables.putAll(service.environment());
        Integer port = httpPorts.get(service.name());
        if (port != null) {
            variables.put("SLUICE_HTTP_PORT", port.toString());
        }
        return translate(variables);
    }

    private Map<String, String> translate(Map<String, String> variables) {
        Map<String, String> translated = new HashMap<>();
        variables.forEach((name, value) -> translated.put(name, translate(value)));
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

    /** Returns the output of a process so far. */
    String output(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("the end of %s", process.info())
                .isTrue();
        return process.exitValue();
    }

    /** A health check, which is repeated until it passes. */
    interface Check {
        boolean passes() throws IOException, InterruptedException;
    }

    void awaitHealthy(String name, Check check) {
        Awaitility.await("health of " + name)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !processes.get(name).isAlive() || check.passes());
        assertThat(processes.get(name).isAlive()).as(output(name)).isTrue();
    }

    /** Stops a process with SIGTERM, as {@code docker stop} does, and returns its exit code. */
    int stop(String name) throws InterruptedException {
        processes.get(name).destroy();
        return exitCode(processes.get(name));
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }
}
