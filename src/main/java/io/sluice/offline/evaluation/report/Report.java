package io.sluice.offline.evaluation.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.offline.chart.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of an evaluation: metrics by name with their definitions, the same metrics of baselines, and counts.
 *
 * <p>The JSON fields are {@code format}, {@code data}, {@code model}, {@code version}, {@code weights} (SHA-256),
 * {@code trained_on}, {@code verdict} (the main results in sentences), {@code warnings} (if there are some),
 * {@code split}, {@code seed} (null if no metric depends on chance), {@code definitions} (of metrics and baselines),
 * {@code settings} (those in force), {@code counts}, {@code metrics}, {@code baselines.NAME}, {@code parts} (metrics by
 * part of the data), and where a format has them {@code series} (metrics by series), {@code published} (a metric of
 * published methods on the same data) and lists, such as the missed incidents. A metric that does not exist, such as a
 * delay where nothing was found, is NaN here, null in the JSON and "-" for people.
 */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int ENTRIES_IN_TEXT = 20;
    private static final int ENTRIES_IN_HTML = 200;

    private final Map<String, @Nullable Object> about = new LinkedHashMap<>();
    private final Map<String, String> definitions = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> parts = new TreeMap<>();
    private final Map<String, Map<String, Double>> series = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Listing> listings = new ArrayList<>();
    private final Map<String, Picture> pictures = new LinkedHashMap<>();
    private final Map<String, Picture> charts = new LinkedHashMap<>();
    private final List<String> verdict = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable PublishedRanking published;

    /** Creates an empty report about data in a format. */
    public Report(String format, Path data) {
        about.put("format", format);
        about.put("data", String.valueOf(data.getFileName()));
    }

    /** Adds a sentence of the verdict, which opens the report: what the model reached, and what the baselines did. */
    public Report verdict(String sentence) {
        verdict.add(sentence);
        return this;
    }

    /** Adds a warning, which follows the verdict: what is probably wrong with the model or the data, and what to do. */
    public Report warning(String sentence) {
        warnings.add(sentence);
        return this;
    }

    /** Adds a field that the metrics depend on, such as the model, the seed or the threshold. */
    public Report about(String name, Object value) {
        about.put(name, value);
        return this;
    }

    /** Adds a setting that was in force, or a fact about the data. */
    public Report setting(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /** Adds a list. */
    public Report listing(Listing listing) {
        listings.add(listing);
        return this;
    }

    /** Describes the part of the data that is scored and the part that comes before it. */
    public Report split(String split) {
        return about("split", split);
    }

    /** States that no metric depends on chance, so there is no seed. */
    public Report withoutChance() {
        about.put("seed", null);
        return this;
    }

    /** Adds the definition of a metric or a baseline. */
    public Report define(String metric, String definition) {
        definitions.put(metric, definition);
        return this;
    }

    /** Adds a count, such as the number of series. */
    public Report count(String name, long count) {
        counts.put(name, count);
        return this;
    }

    /** Adds a metric of the model. */
    public Report metric(String name, double value) {
        metrics.put(name, value);
        return this;
    }

    /** Adds the same metric of a baseline. */
    public Report baseline(String baseline, String metric, double value) {
        baselines.computeIfAbsent(baseline, unused -> new LinkedHashMap<>()).put(metric, value);
        return this;
    }

    /** Adds a metric of the model on one part of the data. */
    public Report part(String part, String metric, double value) {
        parts.computeIfAbsent(part, unused -> new LinkedHashMap<>()).put(metric, value);
        return this;
    }

    /** Adds a metric of the model on one series. */
    public Report series(String name, String metric, double value) {
        series.computeIfAbsent(name, unused -> new LinkedHashMap<>()).put(metric, value);
        return this;
    }

    /** Adds the published values of a metric by method, on the same data. The metric must be in the report. */
    public Report published(String metric, Map<String, Double> methods) {
        published = new PublishedRanking(metric, methods);
        return this;
    }

    /** Adds a line for people that differs between runs, such as a measured time. The JSON leaves it out. */
    public Report note(String line) {
        notes.add(line);
        return this;
    }

    /** Adds a picture of the data with the model's output. */
    public Report picture(String name, Picture picture) {
        pictures.put(name, picture);
        return this;
    }

    /** Adds a chart of metrics, such as precision over thresholds. */
    public Report chart(String name, Picture chart) {
        charts.put(name, chart);
        return this;
    }

    /** Returns the model and the data, for the titles of pictures. */
    public String subject() {
        return about.get("model") + " on " + about.get("data");
    }

    /** Returns the model's metrics by name. */
    public Map<String, Double> metrics() {
        return Map.copyOf(metrics);
    }

    /** Returns the metrics of each baseline by its name. */
    public Map<String, Map<String, Double>> baselines() {
        return Map.copyOf(baselines);
    }

    /** Returns the model's metrics on each part of the data by its name. */
    public Map<String, Map<String, Double>> parts() {
        return Map.copyOf(parts);
    }

    /**
     * Writes the report as JSON and its pictures to the same folder, such as {@code nab.json} and
     * {@code nab-series.svg}.
     */
    public void write(Path file) throws IOException {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(about);
        all.put("verdict", verdict);
        if (!warnings.isEmpty()) {
            all.put("warnings", warnings);
        }
        if (!settings.isEmpty()) {
            all.put("settings", settings);
        }
        all.put("definitions", definitions);
        all.put("counts", counts);
        all.put("metrics", numbers(metrics));
        all.put("baselines", allNumbers(baselines));
        all.put("parts", allNumbers(parts));
        if (!series.isEmpty()) {
            all.put("series", allNumbers(series));
        }
        listings.forEach(listing -> all.put(listing.name(), listing.entries()));
        if (published != null) {
            all.put("published", published.json());
        }
        Files.writeString(file, JSON.writeValueAsString(all) + "\n");
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        Map<String, Picture> drawn = new LinkedHashMap<>(pictures);
        drawn.putAll(charts);
        for (Map.Entry<String, Picture> picture : drawn.entrySet()) {
            String svg = (dot > 0 ? name.substring(0, dot) : name) + "-" + picture.getKey() + ".svg";
            Files.write(file.resolveSibling(svg), picture.getValue().svg());
        }
    }

    private static Map<String, Map<String, @Nullable Double>> allNumbers(Map<String, Map<String, Double>> metrics) {
        Map<String, Map<String, @Nullable Double>> numbers = new LinkedHashMap<>();
        metrics.forEach((name, values) -> numbers.put(name, numbers(values)));
        return numbers;
    }

    /** Returns metrics with null in place of NaN, which JSON does not have. */
    private static Map<String, @Nullable Double> numbers(Map<String, Double> metrics) {
        Map<String, @Nullable Double> numbers = new LinkedHashMap<>();
        metrics.forEach((name, value) -> numbers.put(name, Double.isNaN(value) ? null : value));
        return numbers;
    }

    /** Writes the report as one HTML page with all tables and pictures. The page needs no other file. */
    public void writeHtml(Path file) throws IOException {
        List<String> lines = head().lines().skip(1).toList();
        List<List<String>> counted = new ArrayList<>(List.of(List.of("count", "")));
        counts.forEach((name, count) -> counted.add(List.of(name, String.format(Locale.ROOT, "%,d", count))));
        HtmlReport page = new HtmlReport(title(), verdict, warningLines(), lines);
        page.pictures("Pictures", pictures);
        for (Listing listing : listings) {
            page.listing(listing.title(), listing.rows(ENTRIES_IN_HTML), listing.rest(ENTRIES_IN_HTML));
        }
        page.table("Metrics", new ReportTable(metrics, baselines, definitions, counts).rows());
        if (published != null) {
            page.table("Published methods, " + published.metric(), published.rows(metrics));
        }
        page.pictures("Charts of metrics", charts)
                .parts("By part of the data", "part", parts)
                .parts("By series", "series", series)
                .table("Counts", counted);
        if (!settings.isEmpty()) {
            List<List<String>> inForce = new ArrayList<>(List.of(List.of("setting", "value")));
            settings.forEach((name, value) -> inForce.add(List.of(name, value.toString())));
            page.listing("Settings in force, and the data", inForce, "");
        }
        page.definitions(definitions);
        Files.writeString(file, page.page());
    }

    /** Returns a table for people: one row per metric, one column for the model and one for each baseline. */
    public String table() {
        ReportTable rows = new ReportTable(metrics, baselines, definitions, counts);
        String table = opening() + head() + settingLines() + "\n" + rows.text()
                + listings.stream().map(Report::text).collect(Collectors.joining()) + "\n\n" + rows.definitions();
        return published == null ? table : table + "\n\n" + published.text(metrics);
    }

    /** Returns the verdict and the warnings with an empty line after them; empty if there are none. */
    private String opening() {
        List<String> lines = new ArrayList<>(verdict);
        lines.addAll(warningLines());
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n\n";
    }

    private List<String> warningLines() {
        return warnings.stream().map(warning -> "warning: " + warning).toList();
    }

    private String settingLines() {
        return settings.entrySet().stream()
                .map(setting -> "\n  " + setting.getKey() + ": " + setting.getValue())
                .collect(Collectors.joining());
    }

    private static String text(Listing listing) {
        String rows = ReportTable.text(listing.rows(ENTRIES_IN_TEXT));
        String rest = listing.rest(ENTRIES_IN_TEXT);
        return Stream.of(listing.title(), rows, rest)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n", "\n\n", ""));
    }

    private String title() {
        return about.get("format") + ", " + about.get("data");
    }

    /** Returns the lines above the table: the data, the model and its training data, the scored part. */
    private String head() {
        List<String> lines = new ArrayList<>(List.of(title()));
        if (about.containsKey("model")) {
            lines.add("model: " + about.get("model") + " " + about.get("version") + ", trained on "
                    + about.get("trained_on"));
        }
        if (about.containsKey("split")) {
            lines.add("scored: " + about.get("split"));
        }
        lines.addAll(notes);
        return String.join("\n", lines);
    }
}
