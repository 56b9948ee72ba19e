package io.sluice.format;

import io.sluice.event.JsonEventDecoder;
import io.sluice.event.Malformed;
import io.sluice.event.PlainTextDecoder;
import io.sluice.format.avro.AvroReaders;
import io.sluice.format.protobuf.ProtobufReaders;
import io.sluice.model.Manifest;
import io.sluice.schema.PayloadReader;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.RegistryException;
import io.sluice.schema.RegistrySettings;
import io.sluice.schema.SchemaException;
import io.sluice.schema.SchemaFile;
import io.sluice.schema.SchemaIdDecoder;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.SchemaType;
import io.sluice.schema.Schemas;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The formats of events, {@value #SETTING}. A further format is one more constant here and one more
 * {@link EventDecoder}. Topology, look-ahead and scoring do not know the formats.
 */
public enum EventFormat {
    /** A JSON object that holds the manifest's fields at their pointers. */
    JSON {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes, Schemas schemas) {
            JsonEventDecoder json = InputDecoders.json(input, keyPointer, maxBytes);
            return (value, headers, timestamp) -> json.decode(value, timestamp);
        }
    },

    /** The whole value is one text or one item, in UTF-8. */
    TEXT {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes, Schemas schemas) {
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

    /** Avro's binary encoding: after a schema id, or of one schema in a file. */
    AVRO {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes, Schemas schemas) {
            AvroReaders readers = new AvroReaders(InputDecoders.fields(input, keyPointer));
            return schemas instanceof SchemaFile file
                    ? ofFile(file, readers, maxBytes)
                    : registered(schemas, readers, maxBytes);
        }

        @Override
        public void requireSchema(Schemas schemas) {
            if (schemas instanceof SchemaRegistry registry) {
                AvroReaders.check(registry.latest());
            }
        }
    },

    /** Protobuf's encoding after a schema id and the path to the message type. */
    PROTOBUF {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes, Schemas schemas) {
            return registered(schemas, new ProtobufReaders(InputDecoders.fields(input, keyPointer)), maxBytes);
        }

        @Override
        public void requireSchema(Schemas schemas) {
            ProtobufReaders.check(registry(schemas).latest());
        }
    },

    /** JSON after the id of its JSON Schema. The registry must know the id; the schema is not applied. */
    JSON_SCHEMA {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes, Schemas schemas) {
            JsonEventDecoder json = InputDecoders.json(input, keyPointer, maxBytes);
            return registered(schemas, (writer, latest) -> json(json, writer), maxBytes);
        }

        @Override
        public void requireSchema(Schemas schemas) {
            registry(schemas).latest().requireType(SchemaType.JSON);
        }
    },

    /** A CloudEvent around JSON or plain text. */
    CLOUDEVENTS {
        @Override
        public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes, Schemas schemas) {
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
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns true if a header describes the record's value, and so would be wrong on a prediction. */
    public boolean describesValue(String header) {
        return false;
    }

    /** Returns the format of a setting's value. */
    public static EventFormat of(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Returns the setting's possible values. */
    public static String[] settings() {
        return Arrays.stream(values()).map(EventFormat::setting).toArray(String[]::new);
    }

    /** Returns true if values of this format have a schema that they do not hold themselves. */
    public boolean needsSchemas() {
        return switch (this) {
            case AVRO, PROTOBUF, JSON_SCHEMA -> true;
            case JSON, TEXT, CLOUDEVENTS -> false;
        };
    }

    /**
     * Checks before the start that the schema as which events are read can be had. It may ask a registry.
     *
     * @throws RegistryException if the registry does not give it
     * @throws SchemaException if it cannot be used
     */
    public void requireSchema(Schemas schemas) {}

    /**
     * Makes a decoder of a model's events, for one thread.
     *
     * @param input the model's input, from its manifest
     * @param keyPointer the JSON pointer to the event's key; null if records are keyed
     * @param maxBytes the largest value that is decoded, in bytes
     * @param schemas the place that schemas come from; it is not asked yet
     * @throws ConfigException if format, key, model and schemas do not go together: names the key of the setting
     */
    public abstract EventDecoder decoder(
            Manifest.Input input, @Nullable String keyPointer, int maxBytes, Schemas schemas);

    private static PayloadReader json(JsonEventDecoder json, RegisteredSchema writer) {
        writer.requireType(SchemaType.JSON);
        return json::decode;
    }

    EventDecoder registered(Schemas schemas, PayloadReader.Factory readers, int maxBytes) {
        SchemaIdDecoder decoder = new SchemaIdDecoder(registry(schemas), readers, maxBytes);
        return (value, headers, timestamp) -> decoder.decode(value, timestamp);
    }

    SchemaRegistry registry(Schemas schemas) {
        if (schemas instanceof SchemaRegistry registry) {
            return registry;
        }
        throw new ConfigException(
                SETTING,
                setting(),
                this == AVRO
                        ? "it needs schemas; set " + RegistrySettings.URL + " or " + SchemaFile.SETTING
                        : "it needs a schema registry; set " + RegistrySettings.URL);
    }

    private static EventDecoder ofFile(SchemaFile file, AvroReaders readers, int maxBytes) {
        PayloadReader reader = ofFile(file, readers);
        return (value, headers, timestamp) -> {
            if (value.length > maxBytes) {
                return Malformed.tooLarge(value.length, maxBytes);
            }
            return value.length == 0 ? Malformed.empty() : reader.read(value, 0, timestamp);
        };
    }

    private static PayloadReader ofFile(SchemaFile file, AvroReaders readers) {
        try {
            RegisteredSchema schema = file.read();
            return readers.reader(schema, schema).guarded();
        } catch (SchemaException e) {
            throw new ConfigException(e.getMessage());
        }
    }
}
