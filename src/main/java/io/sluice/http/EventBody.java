package io.sluice.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.format.EventFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The events of a question: one event, or a JSON array of events. The bytes of an event stay as they came, because
 * another spelling of a number may be another number.
 */
final class EventBody {
    private static final JsonFactory JSON = new JsonFactory();

    private EventBody() {}

    /**
     * Returns the values of the events.
     *
     * @param format the format of the pipeline's events; those of plain text are JSON strings here
     * @throws ApiError if there is no event, or the array cannot be read
     */
    static List<byte[]> events(byte[] body, EventFormat format) {
        String text = utf8(body).strip();
        if (text.isEmpty()) {
            throw new ApiError(400, "the body is empty; send an event, or an array of events").with("reason", "empty");
        }
        if (format != EventFormat.TEXT && !text.startsWith("[")) {
            return List.of(body); // the decoder of the pipeline says what is wrong with it, if anything is
        }
        try (JsonParser json = JSON.createParser(body)) {
            return format == EventFormat.TEXT ? strings(json) : objects(json, body);
        } catch (JsonProcessingException e) {
            throw new ApiError(400, "the body is not JSON: " + e.getOriginalMessage()).with("reason", "not-json");
        } catch (IOException e) {
            throw new UncheckedIOException("a body in memory cannot be read", e);
        }
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ApiError(400, "the body is not UTF-8").with("reason", "not-utf8");
        }
    }

    private static List<byte[]> objects(JsonParser json, byte[] body) throws IOException {
        json.nextToken();
        List<byte[]> events = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            int from = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            json.finishToken();
            int to = (int) json.currentLocation().getByteOffset();
            events.add(Arrays.copyOfRange(body, from, to));
        }
        return complete(json, events);
    }

    private static List<byte[]> strings(JsonParser json) throws IOException {
        boolean many = json.nextToken() == JsonToken.START_ARRAY;
        List<byte[]> texts = new ArrayList<>();
        if (!many) {
            texts.add(string(json, 0));
            return complete(json, texts);
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            texts.add(string(json, texts.size()));
        }
        return complete(json, texts);
    }

    private static byte[] string(JsonParser json, int event) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new ApiError(400, "an event of plain text is a JSON string here").with("event", event);
        }
        return json.getText().getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> complete(JsonParser json, List<byte[]> events) throws IOException {
        if (json.nextToken() != null) {
            throw new ApiError(400, "the body goes on after its JSON").with("reason", "not-json");
        }
        if (events.isEmpty()) {
            throw new ApiError(400, "the array is empty; send at least one event").with("reason", "empty");
        }
        return events;
    }
}
