package io.sluice.score;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.event.Origin;
import io.sluice.event.Timestamps;
import io.sluice.model.StepBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes predictions as JSON; {@code topics/prediction.schema.json} describes them. Numbers are float32 in the shortest
 * form that reads back as the same float32.
 *
 * <p>A writer belongs to one thread.
 */
public final class PredictionWriter {
    private final String model;
    private final String version;
    private final @Nullable RowNames raw;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    /**
     * Makes a writer for one model.
     *
     * @param raw the names of what the rows x and y hold, to write both too; null to write neither
     */
    public PredictionWriter(String model, String version, @Nullable RowNames raw) {
        this.model = model;
        this.version = version;
        this.raw = raw;
    }

    /**
     * The names of what the rows of a model hold.
     *
     * @param input the names of the columns of x; empty if x holds ids, which have no names
     * @param output the names of the elements of y
     */
    public record RowNames(List<String> input, List<String> output) {
        /** Copies the names. */
        public RowNames {
            input = List.copyOf(input);
            output = List.copyOf(output);
        }
    }

    /**
     * Returns the bytes of one prediction.
     *
     * @param timestamp the time of the event in milliseconds since the epoch
     * @param batch the batch of the step, which holds its input and its output
     * @param row the row of the event in the batch
     */
    public byte[] write(
            String key, long timestamp, long step, Origin origin, Verdict verdict, StepBatch batch, int row) {
        bytes.reset();
        try (JsonGenerator json = new FloatGenerator(bytes)) {
            json.writeStartObject();
            writeHead(json, key, timestamp, model, version, step);
            write(json, origin);
            write(json, verdict);
            if (verdict instanceof Anomaly anomaly && anomaly.explanation() != null) {
                ExplanationJson.write(json, anomaly.explanation());
            }
            if (raw != null) {
                writeInput(json, raw, batch, row);
                writeOutput(json, raw, batch, row);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction cannot be written to memory", e);
        }
        return bytes.toByteArray();
    }

    static void writeHead(JsonGenerator json, String key, long timestamp, String model, String version, long step)
            throws IOException {
        json.writeStringField("key", key);
        json.writeStringField("timestamp", Timestamps.format(timestamp));
        json.writeStringField("model", model);
        json.writeStringField("version", version);
        json.writeNumberField("step", step);
    }

    static void write(JsonGenerator json, Origin origin) throws IOException {
        json.writeObjectFieldStart("source");
        json.writeStringField("topic", origin.topic());
        json.writeNumberField("partition", origin.partition());
        json.writeNumberField("offset", origin.offset());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Verdict verdict) throws IOException {
        if (verdict instanceof Anomaly anomaly) {
            write(json, anomaly);
        } else if (verdict instanceof Classification classification) {
            write(json, classification);
        } else if (verdict instanceof Ranking ranking) {
            write(json, ranking);
        }
    }

    private static void write(JsonGenerator json, Ranking ranking) throws IOException {
        json.writeArrayFieldStart("ranking");
        for (Ranking.RankedItem ranked : ranking.items()) {
            json.writeStartObject();
            json.writeStringField("item", ranked.item());
            json.writeNumberField("score", ranked.score());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Classification classification) throws IOException {
        json.writeObjectFieldStart("classification");
        write(json, classification.event());
        json.writeBooleanField("unsure", classification.unsure());
        json.writeObjectFieldStart("running");
        write(json, classification.running());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, LabelProbabilities probabilities) throws IOException {
        json.writeStringField("label", probabilities.label());
        json.writeObjectFieldStart("probabilities");
        for (LabelProbabilities.LabelProbability one : probabilities.labels()) {
            json.writeNumberField(one.label(), one.probability());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Anomaly anomaly) throws IOException {
        json.writeObjectFieldStart("anomaly");
        json.writeNumberField("score", anomaly.score());
        if (anomaly.quick() != null) {
            json.writeNumberField("quick", anomaly.quick());
        }
        json.writeNumberField("surprise", anomaly.surprise());
        json.writeBooleanField("alert", anomaly.alert());
        json.writeBooleanField("judged", anomaly.isJudged());
        json.writeNumberField("silent_left", anomaly.silentLeft());
        writeIncident(json, anomaly);
        writeExpected(json, anomaly);
        json.writeObjectFieldStart("contributions");
        for (ChannelPart channel : anomaly.channels()) {
            ExplanationJson.writeNumber(json, channel.name(), channel.contribution());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeIncident(JsonGenerator json, Anomaly anomaly) throws IOException {
        Incident incident = anomaly.incident();
        if (incident == null) {
            json.writeNullField("incident");
            return;
        }
        json.writeObjectFieldStart("incident");
        writeFields(json, incident);
        json.writeEndObject();
    }

    static void writeFields(JsonGenerator json, Incident incident) throws IOException {
        json.writeStringField("phase", incident.phase().json());
        json.writeStringField("since", Timestamps.format(incident.since()));
        json.writeNumberField("step", incident.step());
        json.writeNumberField("peak", incident.peak());
    }

    private static void writeExpected(JsonGenerator json, Anomaly anomaly) throws IOException {
        json.writeObjectFieldStart("expected");
        for (ChannelPart channel : anomaly.channels()) {
            ExplanationJson.writeNumber(json, channel.name(), channel.expected());
        }
        json.writeEndObject();
    }

    private static void writeInput(JsonGenerator json, RowNames names, StepBatch batch, int row) throws IOException {
        if (batch.takesIds()) {
            writeIds(json, batch, row);
            return;
        }
        json.writeObjectFieldStart("input");
        for (int i = 0; i < batch.sizes().input(); i++) {
            json.writeNumberField(names.input.get(i), batch.inputValue(row, i));
        }
        json.writeEndObject();
    }

    private static void writeIds(JsonGenerator json, StepBatch batch, int row) throws IOException {
        json.writeArrayFieldStart("input");
        for (int i = 0; i < batch.sizes().input(); i++) {
            json.writeNumber(batch.inputId(row, i));
        }
        json.writeEndArray();
    }

    private static void writeOutput(JsonGenerator json, RowNames names, StepBatch batch, int row) throws IOException {
        json.writeObjectFieldStart("raw");
        for (int i = 0; i < batch.sizes().output(); i++) {
            json.writeNumberField(names.output.get(i), batch.outputValue(row, i));
        }
        json.writeEndObject();
    }
}
