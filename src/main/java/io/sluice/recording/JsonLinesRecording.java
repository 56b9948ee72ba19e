package io.sluice.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.event.Timestamps;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object per line, without changing it. Blank lines are skipped. */
final class JsonLinesRecording implements Recording {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final TextLines lines;
    private final @Nullable String keyField;

    JsonLinesRecording(TextLines lines, @Nullable String keyField) {
        this.lines = lines;
        this.keyField = keyField;
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
            throw lines.problem("not a JSON object: " + abbreviated(text));
        }
        return new RecordedEvent(lines.number(), key(node), time(node.path("timestamp")), text);
    }

    private JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw lines.problem("not JSON: " + abbreviated(text));
        }
    }

    private @Nullable String key(JsonNode node) {
        if (keyField == null) {
            return null;
        }
        JsonNode key = node.path(keyField);
        if (!key.isValueNode() || key.isNull() || key.asText().isEmpty()) {
            throw lines.problem("no field '" + keyField + "' with a value for the key");
        }
        return key.asText();
    }

    private static OptionalLong time(JsonNode timestamp) {
        if (timestamp.isTextual()) {
            return Timestamps.parse(timestamp.textValue());
        }
        return timestamp.isIntegralNumber() && timestamp.canConvertToLong()
                ? Timestamps.ofMillis(timestamp.longValue())
                : OptionalLong.empty();
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
