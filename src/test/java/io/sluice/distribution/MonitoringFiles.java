package io.sluice.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files for Prometheus and Grafana in {@code config/monitoring}. */
public final class MonitoringFiles {
    public static final Path PROMETHEUS = file("prometheus.yml");
    public static final Path ALERTS = file("alerts.yml");
    public static final Path DASHBOARD = file("dashboard.json");
    static final Path DATA_SOURCE = file("grafana-datasource.yml");
    static final Path PROVIDER = file("grafana-dashboards.yml");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METRIC = Pattern.compile("\\b(sluice|kafka|jvm|process|system|disk)_\\w+");
    private static final Pattern HISTOGRAM_SERIES = Pattern.compile("_(bucket|sum|count)$");

    private MonitoringFiles() {}

    private static Path file(String name) {
        return Path.of("config", "monitoring", name);
    }

    /** Reads a YAML or JSON file. */
    static JsonNode read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
        }
    }

    /** Returns the panels of the dashboard, those of a row included. */
    static List<JsonNode> panels() throws IOException {
        List<JsonNode> panels = new ArrayList<>();
        read(DASHBOARD).required("panels").forEach(panels::add);
        return panels;
    }

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        read(ALERTS).required("groups").forEach(group -> group.required("rules").forEach(alerts::add));
        return alerts;
    }

    /** Returns the queries of the dashboard, with all pipelines and instances chosen. */
    public static List<String> queries() throws IOException {
        JsonNode dashboard = read(DASHBOARD);
        return dashboard.findValues("expr").stream()
                .map(JsonNode::textValue)
                .map(query -> query.replaceAll("\\$(job|instance)\\b", ".*").replace("$__rate_interval", "1m"))
                .toList();
    }

    /** Returns the names of the metrics that the dashboard and the alerts read, without the suffixes of series. */
    public static Set<String> metrics() throws IOException {
        Stream<String> variables =
                read(DASHBOARD).findValues("definition").stream().map(JsonNode::textValue);
        Stream<String> alerts =
                alerts().stream().map(alert -> alert.required("expr").textValue());
        return Stream.of(queries().stream(), alerts, variables)
                .flatMap(queries -> queries)
                .flatMap(query -> METRIC.matcher(query).results().map(MatchResult::group))
                .map(name -> HISTOGRAM_SERIES.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
