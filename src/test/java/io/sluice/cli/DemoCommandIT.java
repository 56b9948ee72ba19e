package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.common.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the demo as users do: through the launcher, from another folder, with the shipped model. */
final class DemoCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path elsewhere;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void withJsonStdoutHasTheRequestedNumberOfPredictionsAndNothingElse() throws Exception {
        Process demo = demo("--channels", "3", "--events", "600", "--rate", "600", "--json", "--http-port", "0");

        Map<String, Long> steps = new HashMap<>();
        List<String> lines = demo.inputReader(StandardCharsets.UTF_8).lines().toList();
        for (String line : lines) {
            JsonNode prediction = JSON.readTree(line);
            String key = prediction.required("key").textValue();
            assertThat(prediction.required("step").longValue()).isEqualTo(steps.merge(key, 1L, Long::sum));
            for (String part : List.of("expected", "contributions")) {
                assertThat(prediction.required("anomaly").required(part).fieldNames())
                        .toIterable()
                        .containsExactly("speed", "temperature", "vibration");
            }
        }

        assertThat(lines).hasSize(600);
        assertThat(steps).hasSize(10).containsKeys("pump-01", "pump-10");
        assertThat(exit(demo)).isZero();
        assertThat(errors())
                .startsWith("Summary")
                .contains("predictions   600 in")
                .contains("  named   ");
    }

    @Test
    void eachTextAndItsAuthorSoFarAreClassified() throws Exception {
        Process demo = demo("text", "--events", "600", "--rate", "600", "--json", "--http-port", "0");

        Map<String, Long> steps = new HashMap<>();
        for (String line : demo.inputReader(StandardCharsets.UTF_8).lines().toList()) {
            JsonNode prediction = JSON.readTree(line);
            JsonNode classification = prediction.required("classification");
            assertThat(classification.required("label").textValue()).isIn("negative", "positive");
            assertThat(classification.required("running").required("label").textValue())
                    .isIn("negative", "positive");
            steps.merge(prediction.required("key").textValue(), 1L, Long::sum);
        }

        assertThat(steps).hasSize(10).containsKeys("anna", "jürgen");
        assertThat(steps.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(600);
        assertThat(exit(demo)).isZero();
        assertThat(errors())
                .startsWith("Summary")
                .contains("predictions   600 in")
                .containsPattern("dead letters  [1-9]")
                .containsPattern("cut off       [1-9]")
                .containsPattern("turns         [1-9]\\d* mood turns");
    }

    @Test
    void theRankingAfterEachClickBeatsPopularity() throws Exception {
        Process demo = demo("items", "--events", "1000", "--rate", "1000", "--json", "--http-port", "0");

        Map<String, Long> steps = new HashMap<>();
        for (String line : demo.inputReader(StandardCharsets.UTF_8).lines().toList()) {
            JsonNode prediction = JSON.readTree(line);
            String key = prediction.required("key").textValue();
            assertThat(prediction.required("step").longValue()).isEqualTo(steps.merge(key, 1L, Long::sum));
            assertThat(prediction.required("ranking")).hasSize(20);
        }

        assertThat(steps.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1000);
        assertThat(exit(demo)).isZero();
        assertThat(errors())
                .startsWith("Summary")
                .contains("predictions   1,000 in")
                .containsPattern("dead letters  [1-9]");
        assertThat(percent("next click")).isGreaterThan(percent("popularity") + 40);
    }

    private double percent(String line) throws IOException {
        Matcher share = Pattern.compile("  " + line + " +([0-9.]+) %").matcher(errors());
        assertThat(share.find()).as(errors()).isTrue();
        return Double.parseDouble(share.group(1));
    }

    @Test
    void theScreenMarksMoodTurns() throws Exception {
        Process demo = demo("text", "--events", "300", "--rate", "600", "--http-port", "0");

        List<String> lines = demo.inputReader(StandardCharsets.UTF_8).lines().toList();

        assertThat(exit(demo)).isZero();
        assertThat(lines.get(0)).isEqualTo("Sluice demo: 10 simulated authors, 600 events/s");
        assertThat(lines).anyMatch(line -> line.contains("mood: turns "));
        assertThat(lines).anyMatch(line -> line.startsWith("  running label "));
        assertThat(errors()).isEmpty();
    }

    @Test
    void theDemoServesHealthAndMetricsUntilASignalEndsItWithASummary() throws Exception {
        int port = FreePort.find();
        Process demo = demo("--rate", "50", "--http-port", String.valueOf(port));
        try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
            readUntil(out, "event time");

            assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(port, "/health/ready").body()).isEqualTo("{\"status\":\"ready\",\"state\":\"RUNNING\"}");
            assertThat(get(port, "/metrics").body()).containsPattern("sluice_predictions_total [1-9]");

            demo.toHandle().destroy(); // SIGTERM; Process.destroy would close its stdout here as well
            readUntil(out, "Summary");
            readUntil(out, "  faults");
        }
        assertThat(exit(demo)).isZero();
        assertThat(errors()).isEmpty();
    }

    /** The button of the page sends this request. A reader of committed predictions counts what was lost or doubled. */
    @Test
    @Tag("long")
    void aKilledPipelineComesBackAndLosesAndDoublesNothing() throws Exception {
        int port = FreePort.find();
        Process demo = demo("--separate-process", "--rate", "200", "--http-port", String.valueOf(port));
        try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
            readUntil(out, "event time");
            assertThat(JSON.readTree(get(port, "/api/pipeline").body())
                            .required("demo")
                            .asBoolean())
                    .isTrue();
            JsonNode before = running(port, out);
            assertThat(post(port, "/api/demo/kill").statusCode()).isEqualTo(202);
            JsonNode after = running(port, out);
            assertThat(after.required("pipeline").required("kills").asInt()).isEqualTo(1);
            assertThat(after.required("predicted").asLong())
                    .isGreaterThan(before.required("predicted").asLong());
            assertThat(after.required("lost").asLong()).isZero();
            assertThat(after.required("doubled").asLong()).isZero();
            assertThat(after.required("out_of_order").asLong()).isZero();
            assertThat(pid(after)).isNotEqualTo(pid(before));
            demo.toHandle().destroy();
            readUntil(out, "Summary");
            readUntil(out, "  faults");
            assertThat(exit(demo)).isZero();
            assertThat(ProcessHandle.of(pid(before))).isEmpty();
            assertThat(ProcessHandle.of(pid(after))).isEmpty();
        }
        assertThat(errors().lines())
                .as(
                        "nothing but the share of dead letters among the last events, which depends on the time of the stop")
                .allMatch(line -> line.contains(" WARN  DeadLetterLog: "));
    }

    private static long pid(JsonNode answer) {
        return answer.required("pipeline").required("pid").asLong();
    }

    /** Waits until the pipeline is running and all its events but the latest ones are predicted. */
    private static JsonNode running(int port, BufferedReader out) throws Exception {
        for (int i = 0; i < 600; i++) {
            while (out.ready()) {
                out.readLine();
            }
            JsonNode answer = JSON.readTree(get(port, "/api/demo").body());
            long open = answer.required("sent").asLong()
                    - answer.required("predicted").asLong()
                    - answer.required("dead_letters").asLong();
            if (answer.required("pipeline").required("state").asText().equals("RUNNING") && open < 200) {
                return answer;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the pipeline does not come back");
    }

    @Test
    void aReaderThatClosesStdoutEndsTheDemoQuietly() throws Exception {
        Process demo = demo("--json", "--http-port", "0");
        try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
            String first = out.readLine();
            assertThat(first).as(errors()).startsWith("{\"key\":");
        }

        assertThat(exit(demo)).isZero();
        assertThat(errors()).isEmpty();
    }

    @Test
    void aPortInUseGivesAOneLineError() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process demo = demo("--http-port", String.valueOf(taken.getLocalPort()));

            assertThat(exit(demo)).isEqualTo(1);
            assertThat(errors().lines()).hasSize(1);
            assertThat(errors()).startsWith("sluice: cannot serve HTTP on http://127.0.0.1:" + taken.getLocalPort());
        }
    }

    /** The default port is fixed, so the test holds it itself, unless another program already does. */
    @Test
    void theDemoTakesTheNextPortIfAnotherProgramUsesTheDefault() throws Exception {
        ServerSocket taken = new ServerSocket();
        try (taken) {
            if (isFree(8080)) {
                taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
            }
            Process demo = demo("--events", "20");

            List<String> lines =
                    demo.inputReader(StandardCharsets.UTF_8).lines().toList();

            assertThat(exit(demo)).as(errors()).isZero();
            assertThat(lines).anyMatch(line -> line.matches("  page    http://127.0.0.1:80(8[1-9]|9\\d)/"));
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false; // another program uses it
        }
    }

    private Process demo(String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Path.of("sluice").toAbsolutePath().toString(), "demo"));
        command.addAll(List.of(options));
        Process demo = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectError(elsewhere.resolve("stderr").toFile())
                .start();
        processes.add(demo);
        return demo;
    }

    private static int exit(Process demo) throws InterruptedException {
        assertThat(demo.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return demo.exitValue();
    }

    private String errors() throws IOException {
        return Files.readString(elsewhere.resolve("stderr"));
    }

    private void readUntil(BufferedReader out, String start) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(start)) {
                return;
            }
        }
        throw new AssertionError("no line starts with \"" + start + "\"; stderr: " + errors());
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}
