package io.sluice.offline.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.sluice.event.NumericEvent;
import io.sluice.model.Manifest;
import io.sluice.score.ClassificationScorer;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes predictions as CSV (RFC 4180): a header, then a row for each prediction. The columns depend on the task of the
 * model. They are a part of the prediction's JSON, and stay the same where the JSON gains fields.
 */
final class PredictionTable implements PredictionSink {
    private record Column(String name, Function<ScoredEvent, String> cell) {}

    private final List<Column> columns = new ArrayList<>();
    private final SequenceWriter rows;

    private final TextCells texts;

    /** @param items the number of items of a ranking */
    PredictionTable(Manifest manifest, int items, TextCells texts, Writer out) throws IOException {
        this.texts = texts;
        add("line", event -> Long.toString(event.line()));
        addText("key", event -> event.prediction().path("key"));
        add("timestamp", "step");
        switch (manifest.task()) {
            case ANOMALY -> addAnomaly(manifest);
            case CLASSIFICATION ->
                addLabels(new ClassificationScorer(manifest.outputNames(), manifest.scoring()).labels());
            case RANKING -> addItems(items);
        }
        this.rows = new CsvMapper()
                .writerFor(String[].class)
                .with(CsvSchema.emptySchema())
                .writeValues(out);
        rows.write(columns.stream().map(Column::name).toArray(String[]::new));
    }

    private void addAnomaly(Manifest manifest) {
        List<String> channels = manifest.channels();
        for (int i = 0; i < channels.size(); i++) {
            int channel = i;
            add("value." + channels.get(i), event -> reading(event, channel));
        }
        addOfAnomaly("score");
        if (manifest.scorer() == Manifest.ScorerKind.PROFILE) {
            addOfAnomaly("quick");
        }
        addOfAnomaly("surprise", "alert", "judged", "silent_left");
        add("incident", event -> incident(event, "phase"));
        add("incident.since", event -> incident(event, "since"));
        add("incident.peak", event -> incident(event, "peak"));
        for (String part : List.of("expected", "contributions")) {
            String prefix = part.equals("contributions") ? "contribution." : "expected.";
            for (String channel : channels) {
                add(
                        prefix + channel,
                        event -> cell(
                                event.prediction().path("anomaly").path(part).path(channel)));
            }
        }
    }

    private void addOfAnomaly(String... fields) {
        for (String field : fields) {
            add(field, event -> cell(event.prediction().path("anomaly").path(field)));
        }
    }

    private static String reading(ScoredEvent event, int channel) {
        return event.event() instanceof NumericEvent readings && !readings.isMissing(channel)
                ? Float.toString(readings.channel(channel))
                : "";
    }

    private static String incident(ScoredEvent event, String field) {
        return cell(event.prediction().path("anomaly").path("incident").path(field));
    }

    private void addLabels(List<String> labels) {
        addText("label", event -> event.prediction().path("classification").path("label"));
        addProbabilities("probability.", "/classification/probabilities", labels);
        add("unsure", event -> cell(event.prediction().path("classification").path("unsure")));
        addText("running", event -> event.prediction().at("/classification/running/label"));
        addProbabilities("running.probability.", "/classification/running/probabilities", labels);
    }

    private void addProbabilities(String prefix, String pointer, List<String> labels) {
        for (String label : labels) {
            add(prefix + label, event -> cell(event.prediction().at(pointer).path(label)));
        }
    }

    private void addItems(int items) {
        for (int i = 0; i < items; i++) {
            int rank = i;
            addText(
                    "item." + (i + 1),
                    event -> event.prediction().path("ranking").path(rank).path("item"));
            add(
                    "score." + (i + 1),
                    event -> cell(event.prediction().path("ranking").path(rank).path("score")));
        }
    }

    private void add(String... fields) {
        for (String field : fields) {
            add(field, event -> cell(event.prediction().path(field)));
        }
    }

    /** Adds a column of texts that come from the data. */
    private void addText(String name, Function<ScoredEvent, JsonNode> text) {
        add(name, event -> texts.of(cell(text.apply(event))));
    }

    private void add(String name, Function<ScoredEvent, String> cell) {
        columns.add(new Column(name, cell));
    }

    private static String cell(JsonNode value) {
        return value.isNull() ? "" : value.asText();
    }

    @Override
    public void scored(ScoredEvent event) throws IOException {
        rows.write(columns.stream().map(column -> column.cell.apply(event)).toArray(String[]::new));
    }

    @Override
    public void finish() throws IOException {
        rows.flush();
    }
}
