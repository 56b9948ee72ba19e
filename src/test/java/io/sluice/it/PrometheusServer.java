package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.common.FreePort;
import io.sluice.distribution.MonitoringFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Prometheus of Debian's package that scrapes one target every second and evaluates the alerts of this project. */
final class PrometheusServer implements AutoCloseable {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path log;
    private final URI api;

    private PrometheusServer(Process process, Path log, URI api) {
        this.process = process;
        this.log = log;
        this.api = api;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROMETHEUS) && Files.isExecutable(PROMTOOL);
    }

    /** Starts a server that keeps its files in {@code folder} and scrapes {@code target}, a host and a port. */
    static PrometheusServer start(Path folder, String target) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs: [{job_name: plant, static_configs: [{targets: ["%s"]}]}]
                """.formatted(MonitoringFiles.ALERTS.toAbsolutePath(), target));
        Path log = folder.resolve("prometheus.log");
        String address = "127.0.0.1:" + FreePort.find();
        Process process = new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("prometheus"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new PrometheusServer(process, log, URI.create("http://" + address + "/api/v1/"));
    }

    /** Waits until a query has this value as the first of its results. */
    void awaitValue(String query, String value, Duration patience) {
        Awaitility.await(query)
                .atMost(patience)
                .until(() -> isReady()
                        && query(query).at("/result/0/value/1").asText().equals(value));
    }

    private boolean isReady() throws IOException, InterruptedException {
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        try {
            return CLIENT.send(HttpRequest.newBuilder(api.resolve("/-/ready")).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (ConnectException e) {
            return false; // it does not listen yet
        }
    }

    /** Asks the API, and returns the data of its answer. */
    JsonNode ask(String call) throws IOException, InterruptedException {
        HttpResponse<String> response =
                CLIENT.send(HttpRequest.newBuilder(api.resolve(call)).build(), BodyHandlers.ofString());
        JsonNode answer = JSON.readTree(response.body());
        assertThat(answer.path("status").asText())
                .as("%s: %s", call, response.body())
                .isEqualTo("success");
        return answer.required("data");
    }

    /** Runs a query now, and returns its result. */
    JsonNode query(String query) throws IOException, InterruptedException {
        return ask("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    /** Returns what Prometheus' own tool has against the names and help texts of a page of metrics. */
    List<String> complaints(String page) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        tool.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
        tool.getOutputStream().close();
        List<String> complaints = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(tool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return complaints;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
