package io.sluice.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.sluice.event.Origin;
import io.sluice.event.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes predictions as JSON; {@code topics/prediction.schema.json} describes them. Numbers are float32 in the shortest
 * form that reads back as the same float32.
 *
 * <p>A writer belongs to one thread.
 */
public final class PredictionWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final String model;
    private final String version;
    private final boolean raw;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    /**
     * A writer for one model.
     *
     * @param raw whether the input row x and the output y are written too
     */
    public PredictionWriter(String model, String version, boolean raw) {
        this.model = model;
        this.version = version;
        this.raw = raw;
    }

    /**
     * The bytes of one prediction.
     *
     * @param timestamp the event's time in milliseconds since the epoch
     * @param x the row that was fed
     * @param y the model's output
     */
    public byte[] write(String key, long timestamp, long step, Origin origin, Anomaly anomaly, float[] x, float[] y) {
        bytes.reset();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeStringField("timestamp", Timestamps.format(timestamp));
            json.writeStringField("model", model);
            json.writeStringField("version", version);
            json.writeNumberField("step", step);
            write(json, origin);
            write(json, anomaly);
            if (raw) {
                write(json, "input", x);
                write(json, "raw", y);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON to memory", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Origin origin) throws IOException {
        json.writeObjectFieldStart("source");
        json.writeStringField("topic", origin.topic());
        json.writeNumberField("partition", origin.partition());
        json.writeNumberField("offset", origin.offset());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Anomaly anomaly) throws IOException {
        json.writeObjectFieldStart("anomaly");
        json.writeNumberField("score", anomaly.score());
        json.writeNumberField("surprise", anomaly.surprise());
        json.writeBooleanField("alert", anomaly.alert());
        writeIncident(json, anomaly);
        writeExpected(json, anomaly);
        json.writeObjectFieldStart("contributions");
        for (Anomaly.ChannelPart channel : anomaly.channels()) {
            json.writeNumberField(channel.name(), channel.contribution());
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
        json.writeStringField("phase", incident.phase().json());
        json.writeStringField("since", Timestamps.format(incident.since()));
        json.writeNumberField("step", incident.step());
        json.writeNumberField("peak", incident.peak());
        json.writeEndObject();
    }

    private static void writeExpected(JsonGenerator json, Anomaly anomaly) throws IOException {
        json.writeObjectFieldStart("expected");
        for (Anomaly.ChannelPart channel : anomaly.channels()) {
            Float expected = channel.expected();
            if (expected == null) {
                json.writeNullField(channel.name());
            } else {
                json.writeNumberField(channel.name(), expected);
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, float[] row) throws IOException {
        json.writeArrayFieldStart(name);
        for (float element : row) {
            json.writeNumber(element);
        }
        json.writeEndArray();
    }
}
