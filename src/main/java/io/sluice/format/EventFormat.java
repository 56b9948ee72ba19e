package io.sluice.format;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.event.JsonEventDecoder;
import io.sluice.event.PlainTextDecoder;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The formats of events, {@code sluice.event.format}. */
public enum EventFormat {
    /** A JSON object that holds the manifest's fields at their pointers. */
    JSON {
        @Override
        public EventDecoder decoder(ServingModel model, @Nullable String keyPointer, int maxBytes) {
            JsonEventDecoder json = model.json(keyPointer, maxBytes);
            return (value, headers, timestamp) -> json.decode(value, timestamp);
        }
    },

    /** The whole value is one text in UTF-8, or one item. */
    TEXT {
        @Override
        public EventDecoder decoder(ServingModel model, @Nullable String keyPointer, int maxBytes) {
            PlainTextDecoder plain = requirePlain(model, maxBytes);
            if (keyPointer != null) {
                throw new ConfigException(
                        SluiceConfig.EVENT_KEY, keyPointer, "plain text has no key in it; key the records");
            }
            return (value, headers, timestamp) -> plain.decode(value, timestamp);
        }

        private PlainTextDecoder requirePlain(ServingModel model, int maxBytes) {
            PlainTextDecoder plain = model.plain(maxBytes);
            if (plain == null) {
                throw new ConfigException(
                        SluiceConfig.EVENT_FORMAT,
                        setting(),
                        "the model " + model.name() + " takes "
                                + model.manifest().input().kind().json() + " input, which plain text is not");
            }
            return plain;
        }
    },

    /** A CloudEvent around JSON or plain text. */
    CLOUDEVENTS {
        @Override
        public EventDecoder decoder(ServingModel model, @Nullable String keyPointer, int maxBytes) {
            return new CloudEventDecoder(model, keyPointer, maxBytes);
        }

        @Override
        public boolean isOfTheValue(String header) {
            return header.equals(CloudEventDecoder.CONTENT_TYPE) || header.startsWith(CloudEventDecoder.ATTRIBUTE);
        }
    };

    /** The setting's value. */
    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a header belongs to the record's value, and would be untrue beside a prediction. */
    public boolean isOfTheValue(String header) {
        return false;
    }

    public static EventFormat of(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT));
    }

    public static String[] settings() {
        return Arrays.stream(values()).map(EventFormat::setting).toArray(String[]::new);
    }

    /**
     * A decoder of a model's events.
     *
     * @param keyPointer where the event itself names its key; null where records are keyed
     * @throws ConfigException where format, key and model do not go together
     */
    public abstract EventDecoder decoder(ServingModel model, @Nullable String keyPointer, int maxBytes);
}
