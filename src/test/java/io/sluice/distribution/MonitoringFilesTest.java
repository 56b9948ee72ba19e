package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.distribution.ComposeFile.Service;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares the files for Prometheus and Grafana with one another, with the compose file and with the documentation. The
 * rules run in Prometheus' own tool, if it is installed. {@code MetricsIT} compares them with a pipeline.
 */
final class MonitoringFilesTest {
    private static final String RULE_TESTS = "src/test/resources/io/sluice/distribution/alerts.test.yml";
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    @Test
    void prometheusAcceptsTheFiles() throws Exception {
        promtool("check", "config", MonitoringFiles.PROMETHEUS.toString());
    }

    @Test
    void alertsFireWhenTheyShouldAndNotOtherwise() throws Exception {
        promtool("test", "rules", RULE_TESTS);
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed (Debian's package prometheus)");
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    @Test
    void everyAlertHasATestAndSaysWhatToDo() throws IOException {
        String tests = Files.readString(Path.of(RULE_TESTS));
        assertThat(MonitoringFiles.alerts()).hasSizeGreaterThan(8).allSatisfy(alert -> {
            String name = alert.required("alert").textValue();
            assertThat(name).startsWith("Sluice");
            assertThat(tests).contains('"' + name + '"');
            assertThat(alert.required("for").textValue()).as(name).matches("\\d+m");
            assertThat(alert.at("/labels/severity").textValue()).as(name).isIn("warning", "critical");
            for (String text : List.of("summary", "description", "action")) {
                assertThat(alert.at("/annotations/" + text).textValue())
                        .as("%s of %s", text, name)
                        .hasSizeGreaterThan(20);
            }
        });
    }

    @Test
    void everyMetricOfDashboardAndAlertsIsDocumented() throws IOException {
        String operations = Files.readString(Path.of("docs/operations.md"));
        assertThat(MonitoringFiles.metrics()).hasSizeGreaterThan(30).allSatisfy(metric -> assertThat(operations)
                .contains("`" + metric + "`"));
    }

    @Test
    void everyAlertIsDocumented() throws IOException {
        String operations = Files.readString(Path.of("docs/operations.md"));
        assertThat(MonitoringFiles.alerts()).allSatisfy(alert -> assertThat(operations)
                .contains("| `" + alert.required("alert").textValue() + "` |"));
    }

    @Test
    void everyPanelHasItsOwnPlaceAndADescription() throws IOException {
        List<JsonNode> panels = MonitoringFiles.panels();
        assertThat(panels.stream().map(panel -> panel.required("id"))).doesNotHaveDuplicates();
        List<Rectangle> places = panels.stream()
                .map(panel -> panel.required("gridPos"))
                .map(place -> new Rectangle(
                        place.required("x").intValue(),
                        place.required("y").intValue(),
                        place.required("w").intValue(),
                        place.required("h").intValue()))
                .toList();
        for (int i = 0; i < panels.size(); i++) {
            JsonNode panel = panels.get(i);
            String title = panel.required("title").textValue();
            assertThat(places.get(i).getMaxX()).as(title).isLessThanOrEqualTo(24);
            assertThat(places.subList(0, i)).as(title).noneMatch(places.get(i)::intersects);
            if (!panel.required("type").textValue().equals("row")) {
                assertThat(panel.required("description").textValue()).as(title).endsWith(".");
                assertThat(panel.required("targets")).as(title).isNotEmpty();
            }
        }
    }

    @Test
    void everyQueryOfThePanelsFollowsTheChoiceOfPipelines() throws IOException {
        for (JsonNode panel : MonitoringFiles.panels()) {
            assertThat(panel.findValues("expr"))
                    .allSatisfy(query -> assertThat(query.textValue()).contains("job=~\"$job\""));
        }
    }

    @Test
    void prometheusReadsThePipelinesOfTheComposeFile() throws IOException {
        ComposeFile compose = ComposeFile.read();
        Set<String> scraped = new TreeSet<>();
        for (JsonNode job : MonitoringFiles.read(MonitoringFiles.PROMETHEUS).required("scrape_configs")) {
            JsonNode names = job.at("/dns_sd_configs/0/names");
            names.forEach(name -> scraped.add(name.textValue()));
            assertThat(names.get(0)).isEqualTo(job.required("job_name"));
            assertThat(job.at("/dns_sd_configs/0/port").asText())
                    .isEqualTo(Dockerfile.read().only("EXPOSE").arguments());
        }
        assertThat(scraped)
                .containsExactlyInAnyOrderElementsOf(
                        compose.pipelines().stream().map(Service::name).collect(Collectors.toSet()));
    }

    @Test
    void grafanaFindsPrometheusAndTheDashboard() throws IOException {
        ComposeFile compose = ComposeFile.read();
        Service grafana = compose.service("grafana");
        Map<String, String> files = grafana.files();
        String dashboard = mount(files, MonitoringFiles.DASHBOARD);
        assertThat(grafana.environment()).containsEntry("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", dashboard);
        assertThat(MonitoringFiles.read(MonitoringFiles.PROVIDER)
                        .at("/providers/0/options/path")
                        .textValue())
                .isEqualTo(Path.of(dashboard).getParent().toString());
        assertThat(mount(files, MonitoringFiles.PROVIDER)).startsWith("/etc/grafana/provisioning/dashboards/");
        assertThat(mount(files, MonitoringFiles.DATA_SOURCE)).startsWith("/etc/grafana/provisioning/datasources/");
        assertThat(MonitoringFiles.read(MonitoringFiles.DATA_SOURCE)
                        .at("/datasources/0/url")
                        .textValue())
                .isEqualTo("http://prometheus:9090");
        Service prometheus = compose.service("prometheus");
        Path config = Path.of(mount(prometheus.files(), MonitoringFiles.PROMETHEUS));
        assertThat(prometheus.command()).contains("--config.file=" + config);
        assertThat(mount(prometheus.files(), MonitoringFiles.ALERTS))
                .isEqualTo(config.resolveSibling("alerts.yml").toString());
    }

    private static String mount(Map<String, String> files, Path file) {
        return files.get("./" + file).replace(":ro", "");
    }
}
