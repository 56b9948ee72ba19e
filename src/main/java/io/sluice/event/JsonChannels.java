package io.sluice.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numeric channels of an event, each at its pointer. A channel that is absent or null is a missing value, but at
 * least one channel must be present.
 */
final class JsonChannels implements JsonContent {
    private final List<Channel> channels;
    private float[] values = {};

    JsonChannels(List<Channel> channels) {
        this.channels = List.copyOf(channels);
    }

    @Override
    public List<String> pointers() {
        return channels.stream().map(Channel::pointer).toList();
    }

    @Override
    public void begin() {
        values = new float[channels.size()];
        Arrays.fill(values, Float.NaN);
    }

    @Override
    public @Nullable Malformed read(JsonParser json, int slot) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        String pointer = channels.get(slot).pointer();
        if (!token.isNumeric()) {
            json.skipChildren();
            return new Malformed(
                    DeadLetterReason.BAD_CHANNEL, pointer + " is " + JsonContent.name(token) + ", not a number");
        }
        values[slot] = (float) json.getDoubleValue();
        return Float.isFinite(values[slot])
                ? null
                : new Malformed(DeadLetterReason.BAD_CHANNEL, pointer + " is not finite as float32");
    }

    @Override
    public Decoded event(@Nullable String key, long timestamp) {
        for (float channel : values) {
            if (!Float.isNaN(channel)) {
                return new NumericEvent(key, timestamp, values);
            }
        }
        return new Malformed(
                DeadLetterReason.NO_CHANNEL,
                "no channel is present; at least one of these must be a number: " + pointers());
    }
}
