package io.sluice.format;

import io.sluice.event.EventBuilder;
import io.sluice.event.JsonEventDecoder;
import io.sluice.event.JsonLayout;
import io.sluice.event.PlainTextDecoder;
import io.sluice.model.Manifest;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The decoders of a model's input, from which the formats of events are built. */
final class InputDecoders {
    /** The key of the setting that holds the JSON pointer to an event's key. */
    static final String KEY_SETTING = "sluice.event.key";

    private InputDecoders() {}

    /**
     * Makes a decoder of JSON events.
     *
     * @param keyPointer the JSON pointer to the event's key; null if records are keyed
     * @throws ConfigException if the key's pointer excludes another pointer: names the key of the setting
     * @throws IllegalArgumentException if pointers of fields exclude each other
     */
    static JsonEventDecoder json(Manifest.Input input, @Nullable String keyPointer, int maxBytes) {
        return new JsonEventDecoder(fields(input, keyPointer), maxBytes);
    }

    /**
     * Returns the fields that a model reads.
     *
     * @param keyPointer the JSON pointer to the event's key; null if records are keyed
     * @throws ConfigException if the key's pointer excludes another pointer: names the key of the setting
     * @throws IllegalArgumentException if pointers of fields exclude each other
     */
    static EventBuilder fields(Manifest.Input input, @Nullable String keyPointer) {
        try {
            return fields(input, layout(input).withKey(keyPointer));
        } catch (IllegalArgumentException e) {
            throw keyPointer == null ? e : new ConfigException(KEY_SETTING, keyPointer, e.getMessage());
        }
    }

    private static EventBuilder fields(Manifest.Input input, JsonLayout layout) {
        if (input instanceof Manifest.Input.Numeric numeric) {
            return EventBuilder.ofChannels(Channels.of(numeric), layout);
        }
        String pointer = input.fields().get(0).pointer();
        return input instanceof Manifest.Input.Text
                ? EventBuilder.ofText(pointer, layout)
                : EventBuilder.ofItem(pointer, layout);
    }

    private static JsonLayout layout(Manifest.Input input) {
        boolean numbersInStrings = input instanceof Manifest.Input.Numeric numeric && numeric.numbersInStrings();
        return new JsonLayout(input.timestamp().pointer(), input.timestamp().unit(), numbersInStrings, null);
    }

    /** Makes a decoder of events that are one text or one item; null if the model takes numbers. */
    static @Nullable PlainTextDecoder plain(Manifest.Input input, int maxBytes) {
        return switch (input.kind()) {
            case NUMERIC -> null;
            case TEXT -> PlainTextDecoder.ofText(maxBytes);
            case ITEM -> PlainTextDecoder.ofItem(maxBytes);
        };
    }
}
