package io.sluice.recording;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.TimestampUnit;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object per line, without changing it. Blank lines are skipped. */
final class JsonLinesRecording implements Recording {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final TextLines lines;
    private final @Nullable JsonPointer key;
    private final JsonPointer timestamp;
    private final TimestampUnit unit;

    JsonLinesRecording(TextLines lines, EventFields fields) {
        this.lines = lines;
        this.key = fields.key() == null ? null : EventFields.pointer(fields.key());
        this.timestamp = EventFields.pointer(fields.timestamp());
        this.unit = fields.unit();
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        String text = lines.next();
        return text == null ? null : event(text);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private RecordedEvent event(String text) {
        JsonNode node = parse(text);
        if (!node.isObject()) {
            throw lines.rejected(
                    DeadLetterReason.NOT_AN_OBJECT.code(), "not a JSON object: " + abbreviated(text), text);
        }
        return new RecordedEvent(lines.number(), key(node, text), time(node.at(timestamp)), text);
    }

    private JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw lines.rejected(DeadLetterReason.NOT_JSON.code(), "not JSON: " + abbreviated(text), text);
        }
    }

    private @Nullable String key(JsonNode node, String text) {
        if (key == null) {
            return null;
        }
        JsonNode found = node.at(key);
        if (!found.isValueNode() || found.isNull() || found.asText().isEmpty()) {
            throw lines.rejected(DeadLetterReason.NO_KEY.code(), "no value for the key at " + key, text);
        }
        return found.asText();
    }

    private OptionalLong time(JsonNode time) {
        if (time.isTextual()) {
            return unit.read(time.textValue());
        }
        if (time.isIntegralNumber() && time.canConvertToLong()) {
            return unit.millis(time.longValue());
        }
        return time.isNumber() ? unit.millis(time.doubleValue()) : OptionalLong.empty();
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
