package io.sluice.offline.training.sensor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.event.Timestamps;
import io.sluice.model.Manifest;
import io.sluice.model.MissingCodes;
import io.sluice.model.TimestampField;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Runs series through the pipeline's engine and keeps the output of the network for each event. A threshold changes no
 * output, so many thresholds can be tried on one run.
 */
final class NetworkRows implements OfflineScoring.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POLL_RECORDS = 500; // a consumer's default
    private static final String CHANNELS = "channels";
    private static final String TIMESTAMP = "timestamp";
    private static final String NO_READING = "none";

    private final Manifest manifest;
    private final List<NumericEvent> sent = new ArrayList<>();
    private final Map<String, List<Row>> rows = new TreeMap<>();

    /**
     * An event that the pipeline scores.
     *
     * @param output the output of the network
     */
    record Row(NumericEvent event, List<Float> output) {
        Row {
            output = List.copyOf(output);
        }

        /** Returns the output as a new array. */
        float[] y() {
            float[] y = new float[output.size()];
            for (int i = 0; i < y.length; i++) {
                y[i] = output.get(i);
            }
            return y;
        }
    }

    private NetworkRows(Manifest manifest) {
        this.manifest = manifest;
    }

    /** Returns the rows of each series by its name, without the events that the pipeline refuses. */
    static Map<String, List<Row>> of(LoadedBundle bundle, List<Series> series) {
        NetworkRows rows = new NetworkRows(bundle.bundle().manifest());
        EngineSettings settings = EngineSettings.DEFAULTS.withRawOutput(true);
        try (OfflineScoring scoring = new OfflineScoring(
                new ServingModel(rows.plain(), bundle.bundle().fingerprint()),
                bundle.newStepModel(settings.batchRows()),
                settings)) {
            rows.score(scoring, series);
        }
        return rows.rows;
    }

    /** Returns a manifest with the layout of {@link #json}. The ranges were applied when the series were read. */
    private Manifest plain() {
        Manifest.Input.Numeric input = (Manifest.Input.Numeric) manifest.input();
        List<Manifest.Input.Field> fields = input.channels().stream()
                .map(channel -> new Manifest.Input.Field(
                        channel,
                        "/" + CHANNELS + new Manifest.Input.Field(channel).pointer(),
                        null,
                        new MissingCodes(List.of(), List.of(NO_READING))))
                .toList();
        return manifest.with(input.with(fields, TimestampField.DEFAULT), manifest.scoring());
    }

    /** Polls the events of all keys in turn, so that one call of the network steps many keys. */
    private void score(OfflineScoring scoring, List<Series> series) {
        int longest = series.stream().mapToInt(Series::size).max().orElse(0);
        List<ConsumerRecord<byte[], byte[]>> poll = new ArrayList<>(POLL_RECORDS);
        for (int i = 0; i < longest; i++) {
            for (Series one : series) {
                if (i < one.size()) {
                    NumericEvent event = one.events().get(i);
                    poll.add(new ConsumerRecord<>("events", 0, sent.size(), bytes(one.name()), bytes(json(event))));
                    sent.add(event);
                }
                if (poll.size() == POLL_RECORDS) {
                    scoring.poll(poll, this);
                    poll.clear();
                }
            }
        }
        scoring.poll(poll, this);
    }

    private String json(NumericEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(TIMESTAMP, Timestamps.format(event.timestamp()));
        ObjectNode channels = json.putObject(CHANNELS);
        boolean ignored = !event.ignored().isEmpty();
        for (int channel = 0; channel < event.channels(); channel++) {
            String name = manifest.channels().get(channel);
            if (!event.isMissing(channel)) {
                channels.put(name, event.channel(channel));
            } else if (ignored) {
                channels.put(name, NO_READING); // the pipeline scores an event whose values are all ignored
            }
        }
        return json.toString();
    }

    @Override
    public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
        List<Float> output = new ArrayList<>();
        try {
            JsonNode raw = JSON.readTree(prediction).path("raw");
            manifest.outputNames().forEach(name -> output.add(raw.path(name).floatValue()));
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction is not JSON", e);
        }
        rows.computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8), unused -> new ArrayList<>())
                .add(new Row(sent.get((int) record.offset()), output));
    }

    /** Passes over an event that the pipeline refuses, because all its readings are missing. */
    @Override
    public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
