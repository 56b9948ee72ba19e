package io.sluice.score;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes alerts as JSON; {@code topics/alert.schema.json} describes them. Fields that an alert shares with a prediction
 * look the same in both.
 *
 * @param model the name of the scoring model
 * @param version the version of that model
 */
public record AlertWriter(String model, String version) {

    /**
     * Returns the bytes of one alert. An alert is smaller than the prediction of the event that opened the incident.
     */
    public byte[] write(Alert alert) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = new FloatGenerator(bytes)) {
            json.writeStartObject();
            PredictionWriter.writeHead(json, alert.key(), alert.timestamp(), model, version, alert.step());
            if (alert.source() == null) {
                json.writeNullField("source");
            } else {
                PredictionWriter.write(json, alert.source());
            }
            writeScore(json, alert.score());
            json.writeObjectFieldStart("incident");
            json.writeStringField("kind", alert.kind().json());
            PredictionWriter.writeFields(json, alert.incident());
            json.writeStringField(
                    "cause", alert.cause() == null ? null : alert.cause().json());
            json.writeEndObject();
            if (alert.explanation() != null) {
                ExplanationJson.write(json, alert.explanation());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an alert cannot be written to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void writeScore(JsonGenerator json, @Nullable Float score) throws IOException {
        if (score == null) {
            json.writeNullField("score");
        } else {
            json.writeNumberField("score", score);
        }
    }
}
