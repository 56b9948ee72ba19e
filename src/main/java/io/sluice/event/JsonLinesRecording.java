package io.sluice.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One JSON object a line, sent on as it stands; blank lines are passed over. */
final class JsonLinesRecording implements Recording {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String file;
    private final BufferedReader lines;
    private final @Nullable String keyField;
    private long line;

    JsonLinesRecording(String file, InputStream in, @Nullable String keyField) {
        this.file = file;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        this.keyField = keyField;
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        for (String text = readLine(); text != null; text = readLine()) {
            if (!text.isBlank()) {
                return event(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private @Nullable String readLine() throws IOException {
        line++;
        try {
            return lines.readLine();
        } catch (CharacterCodingException e) {
            throw problem("not UTF-8 here or in the lines that follow");
        }
    }

    private RecordedEvent event(String text) {
        JsonNode node = parse(text);
        if (!node.isObject()) {
            throw problem("not a JSON object: " + abbreviated(text));
        }
        return new RecordedEvent(line, key(node), time(node.path("timestamp")), text);
    }

    private JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw problem("not JSON: " + abbreviated(text));
        }
    }

    private @Nullable String key(JsonNode node) {
        if (keyField == null) {
            return null;
        }
        JsonNode key = node.path(keyField);
        if (!key.isValueNode() || key.isNull()) {
            throw problem("no field '" + keyField + "' to take the key from");
        }
        return key.asText();
    }

    private static OptionalLong time(JsonNode timestamp) {
        if (timestamp.isTextual()) {
            return Timestamps.parse(timestamp.textValue());
        }
        return timestamp.isIntegralNumber() && timestamp.canConvertToLong()
                ? Timestamps.inRange(timestamp.longValue())
                : OptionalLong.empty();
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private RecordingException problem(String text) {
        return new RecordingException(file, line, text);
    }
}
