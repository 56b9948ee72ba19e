package io.sluice.offline.training.text;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import io.sluice.offline.training.loop.DataOrigin;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Corpus;
import io.sluice.offline.training.recipe.EventSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects labelled texts from a user's own events. If the events have keys, the texts of a key are an author's in
 * their order, and those among the last events are a separate thread. Otherwise each text stands alone.
 */
final class EventTexts implements EventSource.Sink {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final TextSettings settings;
    private final LabelNames names;
    private final JsonPointer text;
    private final JsonPointer label;
    private final @Nullable JsonPointer key;
    private final List<Row> rows = new ArrayList<>();
    private final SortedMap<String, Integer> unknown = new TreeMap<>();

    /** A text with the index of its label. */
    private record Row(String key, int label, String text) {}

    private EventTexts(TextSettings settings, @Nullable String keyPointer) {
        this.settings = settings;
        this.names = new LabelNames(settings.labels());
        this.text = JsonPointer.compile(settings.textPointer());
        this.label = JsonPointer.compile(settings.labelPointer());
        this.key = keyPointer == null ? null : JsonPointer.compile(keyPointer);
    }

    /**
     * Reads the texts of a source.
     *
     * @throws TrainingException if a label is not the recipe's, or the texts have fewer than two labels
     */
    static Corpus<LabelledSample> read(EventSource source, TextSettings settings) throws IOException {
        EventTexts texts = new EventTexts(settings, source.keyPointer());
        EventSource.Summary summary = source.read(settings.time(), texts);
        texts.requireLabels(source.name(), summary.notes());
        return new Corpus<>(
                source.isKeyed() ? texts.threads() : texts.singles(),
                List.of(summary.file()),
                new DataOrigin(source.isKeyed() ? "key" : "text", source.arguments()),
                summary.notes());
    }

    @Override
    public boolean needsTime() {
        return false;
    }

    @Override
    public @Nullable Malformed add(@Nullable String eventKey, byte[] value, long timestamp) {
        JsonNode event;
        try {
            event = JSON.readTree(value);
        } catch (IOException e) {
            return new Malformed(DeadLetterReason.NOT_JSON, "the value is not JSON: " + e.getMessage());
        }
        String found = at(event, text);
        if (found.isBlank()) {
            return missing("text", text);
        }
        String labelled = at(event, label);
        if (labelled.isBlank()) {
            return missing("label", label);
        }
        String author = eventKey != null ? eventKey : key == null ? "" : at(event, key);
        OptionalInt index = names.indexOf(labelled);
        if (index.isEmpty()) {
            unknown.merge(labelled, 1, Integer::sum);
        } else {
            rows.add(new Row(author, index.getAsInt(), found));
        }
        return null;
    }

    /** An empty cell of a CSV is no field of the event. */
    private static Malformed missing(String what, JsonPointer pointer) {
        return new Malformed(
                DeadLetterReason.NO_TEXT,
                "the " + what + " at " + pointer + " is missing or empty; --" + what + " names its column or field");
    }

    private static String at(JsonNode event, JsonPointer pointer) {
        JsonNode value = event.at(pointer);
        return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
    }

    private void requireLabels(String source, List<String> notes) {
        if (!unknown.isEmpty()) {
            SortedMap<String, Integer> all = new TreeMap<>(unknown);
            rows.forEach(row -> all.merge(settings.labels().get(row.label), 1, Integer::sum));
            throw new TrainingException(source + ": the recipe's labels are " + names.known() + ", but the texts have "
                    + counts(all) + "; correct the labels, or name those of your data in the order that you want: "
                    + "--set labels=" + String.join(",", all.keySet()));
        }
        long different = rows.stream().mapToInt(Row::label).distinct().count();
        if (different < 2) {
            throw new TrainingException(source + ": "
                    + (rows.isEmpty()
                            ? "there is no labelled text" + (notes.isEmpty() ? "" : " (" + notes.get(0) + ")")
                            : "all " + rows.size() + " texts have the label "
                                    + settings.labels().get(rows.get(0).label))
                    + "; a model learns from texts of at least two labels");
        }
    }

    private static String counts(Map<String, Integer> labels) {
        return labels.entrySet().stream()
                .map(one -> one.getKey() + " (" + one.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private List<LabelledSample> singles() {
        return rows.stream()
                .map(row -> LabelledSample.single(0, row.label, row.text))
                .toList();
    }

    private List<LabelledSample> threads() {
        int cut = (int) Math.round(rows.size() * (1 - settings.common().validationShare()));
        List<LabelledSample> threads = new ArrayList<>();
        byKey(rows.subList(0, cut)).forEach(thread -> threads.add(thread(thread, false)));
        byKey(rows.subList(cut, rows.size())).forEach(thread -> threads.add(thread(thread, true)));
        return threads;
    }

    private static Collection<List<Row>> byKey(List<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(Row::key, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static LabelledSample thread(List<Row> rows, boolean late) {
        return new LabelledSample(
                0,
                LabelledSample.Kind.THREAD,
                rows.stream().map(Row::label).toList(),
                rows.stream().map(Row::text).toList(),
                late);
    }
}
