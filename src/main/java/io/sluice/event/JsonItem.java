package io.sluice.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item at its pointer: a string, or an integer whose digits are the item. */
final class JsonItem implements JsonContent {
    private final String pointer;
    private @Nullable String item;

    JsonItem(String pointer) {
        this.pointer = pointer;
    }

    @Override
    public List<String> pointers() {
        return List.of(pointer);
    }

    @Override
    public void begin() {
        item = null;
    }

    @Override
    public @Nullable Malformed read(JsonParser json, int slot) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
            item = json.getText();
            return null;
        }
        json.skipChildren();
        return token == JsonToken.VALUE_NULL
                ? null
                : new Malformed(Reason.BAD_ITEM, pointer + " is " + name(token) + ", not a string or an integer");
    }

    private static String name(JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_FLOAT ? "a number with a fraction" : JsonContent.name(token);
    }

    @Override
    public Decoded event(@Nullable String key, long timestamp) {
        if (item == null) {
            return new Malformed(Reason.NO_ITEM, pointer + " is missing or null; it must hold the item");
        }
        return TextEvent.isBlank(item)
                ? new Malformed(Reason.BLANK_ITEM, pointer + " holds no character that can be seen")
                : new ItemEvent(key, timestamp, item);
    }
}
