package io.sluice.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.cli.common.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The schema registry Apicurio, in a process of its own, with its schemas in memory. Maven fetches it (142 MB) into its
 * local repository. Where that is not possible, the test is skipped with a reason.
 */
final class ApicurioRegistry implements AutoCloseable {
    private static final String VERSION = "2.6.13.Final";
    private static final String NAME = "apicurio-registry-app-" + VERSION;
    private static final Path REPOSITORY = Path.of(System.getProperty(
            "sluice.maven.repository",
            Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
    private static final Path ARCHIVE =
            REPOSITORY.resolve("io/apicurio/apicurio-registry-app/" + VERSION + "/" + NAME + "-all.tar.gz");

    private final Process process;
    private final int port;

    private ApicurioRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a registry and waits until it answers. */
    static ApicurioRegistry start(Path folder) throws IOException, InterruptedException {
        fetch(folder);
        run(folder, "tar", "xzf", ARCHIVE.toString());
        int port = FreePort.find();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        NAME + "-runner.jar")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        ApicurioRegistry registry = new ApicurioRegistry(builder.start(), port);
        Awaitility.await("the registry")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(registry::answers);
        return registry;
    }

    private static void fetch(Path folder) throws IOException, InterruptedException {
        if (!Files.exists(ARCHIVE)) {
            run(
                    folder,
                    "mvn",
                    "-B",
                    "-q",
                    "-Dmaven.repo.local=" + REPOSITORY,
                    "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get",
                    "-Dartifact=io.apicurio:apicurio-registry-app:" + VERSION + ":tar.gz:all",
                    "-Dtransitive=false");
        }
        assumeTrue(Files.exists(ARCHIVE), "the registry's archive cannot be fetched to " + ARCHIVE);
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process started = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("fetch.log").toFile())
                .start();
        if (!started.waitFor(5, TimeUnit.MINUTES)) {
            started.destroyForcibly();
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the registry ended with exit code " + process.exitValue());
        }
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
