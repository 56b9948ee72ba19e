package io.sluice.format;

import io.sluice.event.JsonEventDecoder;
import io.sluice.event.PlainTextDecoder;
import io.sluice.model.Manifest;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The formats of events, {@value #SETTING}. A further format that needs only a record's value and headers is one more
 * constant here and one more {@link EventDecoder}. A format with a schema registry also needs settings: more parameters
 * of {@link #decoder}. Topology, look-ahead and scoring do not know the formats.
 */
public enum EventFormat {
    /** A JSON object that holds the manifest's fields at their pointers. */
    JSON {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes) {
            JsonEventDecoder json = InputDecoders.json(input, keyPointer, maxBytes);
            return (value, headers, timestamp) -> json.decode(value, timestamp);
        }
    },

    /** The whole value is one text or one item, in UTF-8. */
    TEXT {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes) {
            PlainTextDecoder plain = InputDecoders.plain(input, maxBytes);
            if (plain == null) {
                throw new ConfigException(
                        SETTING,
                        setting(),
                        "the model's input.kind is " + input.kind().json()
                                + ", and plain text holds no numbers; use json or cloudevents");
            }
            if (keyPointer != null) {
                throw new ConfigException(
                        KEY_SETTING, keyPointer, "plain text holds no key; leave it out and give each record a key");
            }
            return (value, headers, timestamp) -> plain.decode(value, timestamp);
        }
    },

    /** A CloudEvent around JSON or plain text. */
    CLOUDEVENTS {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes) {
            return new CloudEventDecoder(input, keyPointer, maxBytes);
        }

        @Override
        public boolean describesValue(String header) {
            return header.equals(CloudEventDecoder.CONTENT_TYPE) || header.startsWith(CloudEventDecoder.ATTRIBUTE);
        }
    };

    /** The key of the setting that chooses the format. */
    public static final String SETTING = "sluice.event.format";

    /** The key of the setting that holds the JSON pointer to an event's key. */
    public static final String KEY_SETTING = InputDecoders.KEY_SETTING;

    /** Returns the setting's value for this format. */
    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns true if a header describes the record's value, and so would be wrong on a prediction. */
    public boolean describesValue(String header) {
        return false;
    }

    /** Returns the format of a setting's value. */
    public static EventFormat of(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT));
    }

    /** Returns the setting's possible values. */
    public static String[] settings() {
        return Arrays.stream(values()).map(EventFormat::setting).toArray(String[]::new);
    }

    /**
     * Makes a decoder of a model's events.
     *
     * @param input the model's input, from its manifest
     * @param keyPointer the JSON pointer to the event's key; null if records are keyed
     * @param maxBytes the largest value that is decoded, in bytes
     * @throws ConfigException if format, key and model do not go together: names the key of the setting
     */
    public abstract EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes);
}
