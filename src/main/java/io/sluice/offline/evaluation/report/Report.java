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
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found: figures by name, each with its definition, the baselines' beside them, and what was
 * counted.
 *
 * <p>As JSON: {@code format}, {@code data}, {@code model}, {@code version}, {@code weights} (SHA-256),
 * {@code trained_on}, {@code split}, {@code seed} (null where nothing depends on chance), {@code definitions} (of
 * figures and baselines), {@code counts}, {@code metrics}, {@code baselines.NAME}, {@code parts} (figures by part of
 * the data).
 */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, @Nullable Object> about = new LinkedHashMap<>();
    private final Map<String, String> definitions = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> parts = new TreeMap<>();
    private final Map<String, Picture> pictures = new LinkedHashMap<>();

    public Report(String format, Path data) {
        about.put("format", format);
        about.put("data", String.valueOf(data.getFileName()));
    }

    /** Says what else the figures depend on: model, seed, threshold. */
    public Report about(String name, Object value) {
        about.put(name, value);
        return this;
    }

    /** Says what of the data is scored, and what goes before. */
    public Report split(String split) {
        return about("split", split);
    }

    /** Says that no figure depends on chance, so there is no seed. */
    public Report withoutChance() {
        about.put("seed", null);
        return this;
    }

    /** Says how a figure is computed, or what a baseline does. */
    public Report define(String metric, String definition) {
        definitions.put(metric, definition);
        return this;
    }

    public Report count(String what, long count) {
        counts.put(what, count);
        return this;
    }

    /** The model's figure. */
    public Report metric(String name, double value) {
        metrics.put(name, value);
        return this;
    }

    /** The same figure of something to compare with. */
    public Report baseline(String baseline, String metric, double value) {
        baselines.computeIfAbsent(baseline, unused -> new LinkedHashMap<>()).put(metric, value);
        return this;
    }

    /** A figure of one part of the data. */
    public Report part(String part, String metric, double value) {
        parts.computeIfAbsent(part, unused -> new LinkedHashMap<>()).put(metric, value);
        return this;
    }

    /** Adds a picture of the figures. */
    public Report picture(String name, Picture picture) {
        pictures.put(name, picture);
        return this;
    }

    /** What pictures are of, for their titles. */
    public String subject() {
        return about.get("model") + " on " + about.get("data");
    }

    /** The model's figures by name. */
    public Map<String, Double> metrics() {
        return Map.copyOf(metrics);
    }

    /** The figures of baselines by their name. */
    public Map<String, Map<String, Double>> baselines() {
        return Map.copyOf(baselines);
    }

    /** The model's figures on parts of the data, by the part's name. */
    public Map<String, Map<String, Double>> parts() {
        return Map.copyOf(parts);
    }

    /** Writes the report as JSON, and its pictures beside it: {@code nab.json} has {@code nab-series.svg}. */
    public void write(Path file) throws IOException {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(about);
        all.put("definitions", definitions);
        all.put("counts", counts);
        all.put("metrics", metrics);
        all.put("baselines", baselines);
        all.put("parts", parts);
        Files.writeString(file, JSON.writeValueAsString(all) + "\n");
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        for (Map.Entry<String, Picture> picture : pictures.entrySet()) {
            String beside = (dot > 0 ? name.substring(0, dot) : name) + "-" + picture.getKey() + ".svg";
            Files.write(file.resolveSibling(beside), picture.getValue().svg());
        }
    }

    /** A table for people: a row a figure, a column for the model and for each baseline. */
    public String table() {
        return head() + "\n" + new ReportTable(metrics, baselines, definitions, counts).text();
    }

    /** What was judged, how it learned, and on what. */
    private String head() {
        List<String> lines = new ArrayList<>(List.of(about.get("format") + ", " + about.get("data")));
        if (about.containsKey("model")) {
            lines.add("model: " + about.get("model") + " " + about.get("version") + ", trained on "
                    + about.get("trained_on"));
        }
        if (about.containsKey("split")) {
            lines.add("scored: " + about.get("split"));
        }
        return String.join("\n", lines);
    }
}
