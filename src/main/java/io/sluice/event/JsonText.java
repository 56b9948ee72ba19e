package io.sluice.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text at its pointer. */
final class JsonText implements JsonContent {
    private final String pointer;
    private @Nullable String text;

    JsonText(String pointer) {
        this.pointer = pointer;
    }

    @Override
    public List<String> pointers() {
        return List.of(pointer);
    }

    @Override
    public void begin() {
        text = null;
    }

    @Override
    public @Nullable Malformed read(JsonParser json, int slot) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            text = json.getText();
            return null;
        }
        json.skipChildren();
        return token == JsonToken.VALUE_NULL
                ? null
                : new Malformed(Reason.BAD_TEXT, pointer + " is " + JsonContent.name(token) + ", not a string");
    }

    @Override
    public Decoded event(@Nullable String key, long timestamp) {
        if (text == null) {
            return new Malformed(Reason.NO_TEXT, pointer + " is missing or null; it must hold the text");
        }
        return TextEvent.isBlank(text)
                ? new Malformed(Reason.BLANK_TEXT, pointer + " holds no character that can be seen")
                : new TextEvent(key, timestamp, text);
    }
}
