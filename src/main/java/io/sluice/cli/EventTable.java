package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.common.Printable;
import io.sluice.model.Manifest;
import io.sluice.offline.Plural;
import io.sluice.offline.imports.EventResult;
import io.sluice.recording.RecordedEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Prints events, the rows x that they become, and their predictions. The rows and the predictions stand side by side in
 * a table: a line for each column of x and each number of the prediction, and a column for each event.
 */
final class EventTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The fields of a prediction that say nothing about the event. */
    private static final Set<String> LEFT_OUT =
            Set.of("key", "timestamp", "model", "version", "source", "input", "raw");

    private static final int EVENTS_SIDE_BY_SIDE = 5;
    private static final int MOST_IDS = 16;
    private static final int MOST_ELEMENTS = 3;
    private static final int LONGEST_EVENT = 200;
    private static final int LONGEST_CELL = 14;

    private final PrintWriter out;
    private final Manifest.Input input;
    private final List<EventResult> results;
    private final Function<RecordedEvent, List<String>> notes;

    /** @param notes lines about an event */
    EventTable(
            PrintWriter out,
            Manifest.Input input,
            List<EventResult> results,
            Function<RecordedEvent, List<String>> notes) {
        this.out = out;
        this.input = input;
        this.results = results;
        this.notes = notes;
    }

    /** Prints the events, and the table of those that were scored. */
    void print(Path file) {
        out.printf("%n%s, the first %s:%n", file, Plural.format(results.size(), "event"));
        results.forEach(this::printEvent);
        List<EventResult.Scored> scored = results.stream()
                .filter(EventResult.Scored.class::isInstance)
                .map(EventResult.Scored.class::cast)
                .toList();
        for (int from = 0; from < scored.size(); from += EVENTS_SIDE_BY_SIDE) {
            printTable(scored.subList(from, Math.min(from + EVENTS_SIDE_BY_SIDE, scored.size())));
        }
        out.flush();
    }

    private void printEvent(EventResult result) {
        out.printf(
                "  %-10s %s%n",
                line(result), Printable.of(abbreviated(result.event().value(), LONGEST_EVENT)));
        notes.apply(result.event()).forEach(note -> out.printf("  %-10s %s%n", "", Printable.of(note)));
        if (result instanceof EventResult.Rejected rejected) {
            out.printf("  %-10s dead letter %s: %s%n", "", rejected.reason(), Printable.of(rejected.detail()));
        }
    }

    private void printTable(List<EventResult.Scored> scored) {
        Map<String, String[]> heads = new LinkedHashMap<>();
        Map<String, String[]> rows = new LinkedHashMap<>();
        Map<String, String[]> predictions = new LinkedHashMap<>();
        for (int i = 0; i < scored.size(); i++) {
            EventResult.Scored event = scored.get(i);
            JsonNode prediction = read(event.prediction());
            int column = i;
            Cells cells = (map, name, value) ->
                    map.computeIfAbsent(name, unused -> new String[scored.size()])[column] = value;
            cells.put(heads, "", line(event));
            cells.put(heads, "key", event.key());
            String time = prediction.path("timestamp").asText();
            cells.put(heads, "date", time.substring(0, Math.max(0, time.indexOf('T'))));
            cells.put(heads, "time", time.substring(time.indexOf('T') + 1));
            row(event.row()).forEach((name, value) -> cells.put(rows, name, value));
            leaves(prediction).forEach((name, value) -> cells.put(predictions, name, value));
        }
        int names = Stream.of(heads, rows, predictions)
                .flatMap(map -> map.keySet().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        out.println();
        print(heads, names);
        out.println("the row x");
        print(rows, names);
        out.println("the prediction");
        print(predictions, names);
    }

    /** Puts the cell of one event into a map of lines. */
    private interface Cells {
        void put(Map<String, String[]> lines, String name, String value);
    }

    private void print(Map<String, String[]> lines, int names) {
        lines.forEach((name, cells) -> {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %-" + names + "s", name));
            for (String cell : cells) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %" + LONGEST_CELL + "s",
                        cell == null ? "" : abbreviated(Printable.inLine(cell), LONGEST_CELL)));
            }
            out.println(text.toString().stripTrailing());
        });
    }

    private static String line(EventResult result) {
        return "line " + result.event().line();
    }

    private static String abbreviated(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }

    private Map<String, String> row(List<Float> x) {
        Map<String, String> named = new LinkedHashMap<>();
        List<String> columns = input.columns();
        if (columns.isEmpty()) {
            for (int i = 0; i < Math.min(MOST_IDS, x.size()); i++) {
                named.put("x[" + i + "] id", number(x.get(i)));
            }
            return named;
        }
        for (int i = 0; i < x.size(); i++) {
            named.put("x[" + i + "] " + columns.get(i), number(x.get(i)));
        }
        return named;
    }

    private static String number(float value) {
        String plain =
                new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
        return plain.length() <= LONGEST_CELL ? plain : String.format(Locale.ROOT, "%.6e", value);
    }

    private static Map<String, String> leaves(JsonNode prediction) {
        Map<String, String> leaves = new LinkedHashMap<>();
        prediction.properties().forEach(field -> {
            if (!LEFT_OUT.contains(field.getKey())) {
                addLeaves(leaves, field.getKey(), field.getValue());
            }
        });
        return leaves;
    }

    /** Adds the values below a node, by their paths. Of an array, only the first elements count. */
    private static void addLeaves(Map<String, String> leaves, String path, JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(field -> addLeaves(leaves, path + "." + field.getKey(), field.getValue()));
        } else if (node.isArray()) {
            Iterator<JsonNode> elements = node.elements();
            for (int i = 0; i < MOST_ELEMENTS && elements.hasNext(); i++) {
                addLeaves(leaves, path + "[" + i + "]", elements.next());
            }
        } else {
            leaves.put(path, node.isNull() ? "-" : node.asText());
        }
    }

    private static JsonNode read(String prediction) {
        try {
            return JSON.readTree(prediction);
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction is not JSON", e);
        }
    }
}
