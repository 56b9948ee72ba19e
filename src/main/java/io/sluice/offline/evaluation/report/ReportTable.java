package io.sluice.offline.evaluation.report;

import io.sluice.offline.DurationText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The metrics of a model and its baselines as a text table. */
final class ReportTable {
    /** Stands for a number that does not exist, such as the delay where no incident was found. */
    static final String NO_NUMBER = "-";

    private final Map<String, Double> metrics;
    private final Map<String, Map<String, Double>> baselines;
    private final Map<String, String> definitions;
    private final Map<String, Long> counts;

    ReportTable(
            Map<String, Double> metrics,
            Map<String, Map<String, Double>> baselines,
            Map<String, String> definitions,
            Map<String, Long> counts) {
        this.metrics = metrics;
        this.baselines = baselines;
        this.definitions = definitions;
        this.counts = counts;
    }

    String text() {
        List<List<String>> rows = rows();
        String lines = text(rows);
        String countLine = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        return countLine + "\n\n" + lines;
    }

    /** Returns a line for each definition. */
    String definitions() {
        return definitions.entrySet().stream()
                .map(definition -> "  " + definition.getKey() + ": " + definition.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the cells: a header, then a row for each metric. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("metric", "model"));
        header.addAll(baselines.keySet());
        rows.add(header);
        metrics.forEach((name, value) -> rows.add(row(name, value)));
        return rows;
    }

    private List<String> row(String name, double value) {
        List<String> row = new ArrayList<>(List.of(name, cell(name, value)));
        baselines
                .values()
                .forEach(baseline -> row.add(baseline.containsKey(name) ? cell(name, baseline.get(name)) : ""));
        return row;
    }

    /** Returns the value of a metric for people: a duration if its name ends in {@code .seconds}. */
    static String cell(String metric, double value) {
        return metric.endsWith(".seconds") && !Double.isNaN(value) ? DurationText.format(value) : number(value);
    }

    /** Returns a metric for people; NaN is no number. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return NO_NUMBER;
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.4f" : "%,.2f", value);
    }

    /** Returns rows of cells as lines with aligned columns. */
    static String text(List<List<String>> rows) {
        List<Integer> widths = rows.isEmpty() ? List.of() : widths(rows);
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private static List<Integer> widths(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        return widths;
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String gap = " ".repeat(widths.get(column) - cell.length());
            line.append(column == 0 ? cell + gap : "  " + gap + cell);
        }
        return line.toString();
    }
}
