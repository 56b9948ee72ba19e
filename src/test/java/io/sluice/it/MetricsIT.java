package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.cli.common.FreePort;
import io.sluice.distribution.MonitoringFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the metrics of {@code sluice run} as Prometheus reads them. The topics have dots in their names. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int EVENTS = 600;
    private static final Map<String, String> TYPES =
            Map.of("c", "counter", "g", "gauge", "h", "histogram", "summary", "summary");
    private static final Pattern RANDOM_ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static Child run;
    private static URI metrics;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerFixture();
        broker.createTopics(2, "plant.readings", "plant.predictions", "plant.dead_letters");
        int port = FreePort.find();
        metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(event("key-" + i % 20, "{\"a\":1}"));
        }
        events.add(event("key-1", "no JSON"));
        broker.send(events);
        ChannelGru gru = ChannelGru.write(folder.resolve("model"), "a");
        Path properties = Child.properties(
                folder.resolve("run.properties"),
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "application.id",
                        "plant.watch",
                        "state.dir",
                        folder.resolve("state").toString(),
                        "sluice.model",
                        gru.folder().toString(),
                        "sluice.input.topic",
                        "plant.readings",
                        "sluice.output.topic",
                        "plant.predictions",
                        "sluice.dead.letter.topic",
                        "plant.dead_letters",
                        "sluice.http.port",
                        Integer.toString(port)));
        run = Child.sluice(folder, "run", properties.toString());
    }

    private static ProducerRecord<byte[], byte[]> event(String key, String value) {
        return new ProducerRecord<>(
                "plant.readings", key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() {
        run.close();
        broker.close();
    }

    @Test
    void thePageHasEachSeriesOnceWithItsHelpAndWithoutRandomIds() throws Exception {
        Map<String, Double> series = await(Map.of(
                "sluice_lag{partition=\"0\",topic=\"plant.readings\"}", 0.0,
                "sluice_lag{partition=\"1\",topic=\"plant.readings\"}", 0.0,
                "sluice_ready", 1.0,
                "sluice_predictions_total", (double) EVENTS,
                "sluice_event_latency_seconds_count", (double) EVENTS,
                "sluice_dead_letters_total{reason=\"not-json\"}", 1.0));
        assertThat(series.keySet())
                .anyMatch(name -> name.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(name -> name.startsWith("jvm_gc_pause_seconds") || name.startsWith("jvm_gc_memory"))
                .anyMatch(name -> name.startsWith("sluice_model_step_seconds_bucket{le="))
                .anyMatch(name -> name.startsWith("sluice_event_latency_seconds_bucket{le="))
                .anyMatch(name -> name.startsWith("kafka_stream_thread_"))
                .anyMatch(name -> name.matches("sluice_model_info\\{device=\"cpu\",fingerprint=\"[0-9a-f]+\","
                        + "name=\"random-gru\",task=\"anomaly\",version=\"1.0.0\"}"))
                .contains("process_cpu_usage", "process_uptime_seconds", "process_files_open_files")
                .noneMatch(name -> RANDOM_ID.matcher(name).find());
        assertThat(series.keySet())
                .as("Kafka's meters of a topic with dots come once")
                .anyMatch(name -> name.startsWith("kafka_") && name.contains("\"plant.readings\""))
                .noneMatch(name -> name.contains("plant_readings") || name.contains("plant_predictions"));
        assertHelp(page());
    }

    @Test
    void theDocumentNamesEachMetricOfSluiceWithItsTypeAndLabels() throws Exception {
        await(Map.of("sluice_ready", 1.0, "sluice_lag{partition=\"0\",topic=\"plant.readings\"}", 0.0));
        Map<String, String> documented = new TreeMap<>();
        Pattern row = Pattern.compile("\\| (`sluice_\\w+`(?:, `sluice_\\w+`)*) \\| (c|g|h|summary) \\| ([^|]*) ?\\|.*");
        for (String line : Files.readAllLines(Path.of("docs/operations.md"))) {
            Matcher metric = row.matcher(line);
            if (metric.matches()) {
                String meaning = TYPES.get(metric.group(2)) + " " + new TreeSet<>(names(metric.group(3)));
                names(metric.group(1)).forEach(name -> documented.put(name, meaning));
            }
        }
        assertThat(documented).isEqualTo(served());
    }

    private static List<String> names(String cell) {
        return Pattern.compile("`(\\w+)`")
                .matcher(cell)
                .results()
                .map(name -> name.group(1))
                .toList();
    }

    /** Returns type and labels of each metric of Sluice. The maximum belongs to the metric that it is of. */
    private static Map<String, String> served() throws IOException, InterruptedException {
        Map<String, String> types = types();
        types.keySet().removeIf(name -> !name.startsWith("sluice_") || name.endsWith("_max"));
        Map<String, String> served = new TreeMap<>();
        for (Map.Entry<String, String> type : types.entrySet()) {
            Pattern series = Pattern.compile(Pattern.quote(type.getKey()) + "(_bucket|_sum|_count)?\\{(.*)}");
            Set<String> labels = new TreeSet<>();
            series().keySet().stream()
                    .map(series::matcher)
                    .filter(Matcher::matches)
                    .forEach(found -> Pattern.compile("(\\w+)=\"")
                            .matcher(found.group(2))
                            .results()
                            .forEach(label -> labels.add(label.group(1))));
            labels.remove("le");
            served.put(type.getKey(), type.getValue() + " " + labels);
        }
        return served;
    }

    @Test
    void everyMetricOfDashboardAndAlertsIsServed() throws Exception {
        Set<String> read = MonitoringFiles.metrics();
        Awaitility.await("metrics of the dashboard")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(types()).containsKeys(read.toArray(String[]::new)));
    }

    @Test
    void noLabelHasTheNameOfAKey() throws Exception {
        Map<String, Double> series = await(Map.of("sluice_predictions_total", (double) EVENTS));
        assertThat(series.keySet()).noneMatch(name -> name.matches(".*\\bkey-\\d+\\b.*"));
        assertThat(series.keySet().stream().filter(name -> name.startsWith("sluice_")))
                .hasSizeLessThan(120);
    }

    @Test
    void prometheusReadsTheMetricsAndRunsEveryAlertAndQuery() throws Exception {
        assumeTrue(PrometheusServer.isInstalled(), "no Prometheus (Debian's package prometheus)");
        try (PrometheusServer prometheus = PrometheusServer.start(folder, metrics.getAuthority())) {
            prometheus.awaitValue("sluice_predictions_total", Integer.toString(EVENTS), PATIENCE);
            assertThat(prometheus.ask("targets").at("/activeTargets/0/health").textValue())
                    .isEqualTo("up");
            Awaitility.await("evaluation of the rules").atMost(PATIENCE).untilAsserted(() -> assertThat(
                            prometheus.ask("rules").findValues("health"))
                    .hasSizeGreaterThan(8)
                    .allSatisfy(health -> assertThat(health.textValue()).isEqualTo("ok")));
            assertThat(prometheus.ask("alerts").findValuesAsText("state")).doesNotContain("firing");
            for (String query : MonitoringFiles.queries()) {
                prometheus.query(query);
            }
            assertThat(prometheus.complaints(page()))
                    .filteredOn(complaint -> complaint.startsWith("sluice_"))
                    .isEmpty();
        }
    }

    /** Waits until the series have these values, and returns all series of the page. */
    private static Map<String, Double> await(Map<String, Double> expected) {
        return Awaitility.await("metrics")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(MetricsIT::series, found -> found.entrySet().containsAll(expected.entrySet()));
    }

    private static Map<String, Double> series() throws IOException, InterruptedException {
        assertThat(run.isAlive()).as("%s", run).isTrue();
        Map<String, Double> series = new TreeMap<>();
        page().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            Double before = series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            assertThat(before).as("%s comes twice", line).isNull();
        });
        return series;
    }

    /** Returns the types by the names of the metrics. */
    private static Map<String, String> types() throws IOException, InterruptedException {
        Map<String, String> types = new TreeMap<>();
        page().lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1))
                .forEach(line -> types.put(line[2], line[3]));
        return types;
    }

    private static String page() throws IOException, InterruptedException {
        try {
            return CLIENT.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
        } catch (ConnectException e) {
            return ""; // the program has not begun to listen
        }
    }

    private static void assertHelp(String page) {
        Map<String, String> helps = new TreeMap<>();
        page.lines().filter(line -> line.startsWith("# HELP ")).forEach(line -> {
            String[] parts = line.split(" ", 4);
            String help = parts.length < 4 ? "" : parts[3];
            assertThat(helps.put(parts[2], help)).as("help of %s", parts[2]).isNull();
        });
        assertThat(helps).isNotEmpty();
        helps.forEach((name, help) -> {
            if (!name.startsWith("kafka_")) {
                assertThat(help).as("help of %s", name).hasSizeGreaterThan(10);
            }
        });
    }
}
