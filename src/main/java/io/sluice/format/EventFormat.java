package io.sluice.format;

import io.sluice.event.EventBuilder;
import io.sluice.event.JsonEventDecoder;
import io.sluice.event.PlainTextDecoder;
import io.sluice.format.avro.AvroReaders;
import io.sluice.format.protobuf.ProtobufReaders;
import io.sluice.model.Manifest;
import io.sluice.schema.EventSchema;
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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The formats of events, {@value #SETTING}. A further format is one more constant here and one more
 * {@link EventDecoder}. Topology, look-ahead and scoring do not know the formats.
 */
public enum EventFormat {
    /** A JSON object that holds the manifest's fields at their pointers. */
    JSON {
        @Override
        EventDecoder decoder(EventPlaces places, int maxBytes, Schemas schemas) {
            JsonEventDecoder json = InputDecoders.json(places.input(), places.key(), maxBytes);
            return (value, headers, timestamp) -> json.decode(value, timestamp);
        }
    },

    /** The whole value is one text or one item, in UTF-8. */
    TEXT {
        @Override
        EventDecoder decoder(EventPlaces places, int maxBytes, Schemas schemas) {
            PlainTextDecoder plain = InputDecoders.plain(places.input(), maxBytes);
            if (plain == null) {
                throw new ConfigException(
                        SETTING,
                        setting(),
                        "the model's input.kind is " + places.input().kind().json()
                                + ", and plain text holds no numbers; use json or cloudevents");
            }
            if (places.key() != null) {
                throw new ConfigException(
                        KEY_SETTING, places.key(), "plain text holds no key; leave it out and give each record a key");
            }
            return (value, headers, timestamp) -> plain.decode(value, timestamp);
        }
    },

    /** Avro's binary encoding: after a schema id, or of one schema in a file. */
    AVRO {
        @Override
        EventDecoder decoder(EventPlaces places, int maxBytes, Schemas schemas) {
            EventBuilder fields = InputDecoders.fields(places.input(), places.key());
            if (schemas instanceof SchemaFile file) {
                return new SchemaFileDecoder(file, new AvroReaders(fields, new PlaceCheck(places)::require), maxBytes);
            }
            return registered(schemas, new AvroReaders(fields, schema -> warn(schemas, places, schema)), maxBytes);
        }

        @Override
        List<EventSchema> types(RegisteredSchema schema) {
            return List.of(AvroReaders.places(schema));
        }
    },

    /** Protobuf's encoding after a schema id and the path to the message type. */
    PROTOBUF {
        @Override
        EventDecoder decoder(EventPlaces places, int maxBytes, Schemas schemas) {
            EventBuilder fields = InputDecoders.fields(places.input(), places.key());
            return registered(schemas, new ProtobufReaders(fields, schema -> warn(schemas, places, schema)), maxBytes);
        }

        @Override
        List<EventSchema> types(RegisteredSchema schema) {
            return ProtobufReaders.places(schema);
        }
    },

    /** JSON after the id of its JSON Schema. The registry must know the id; the schema is not applied. */
    JSON_SCHEMA {
        @Override
        EventDecoder decoder(EventPlaces places, int maxBytes, Schemas schemas) {
            JsonEventDecoder json = InputDecoders.json(places.input(), places.key(), maxBytes);
            PayloadReader.Factory readers = (writer, latest) -> {
                writer.requireType(SchemaType.JSON);
                if (latest.type() == SchemaType.JSON) { // else it does not say what is in the writer's values
                    warn(schemas, places, JsonSchemaPlace.of(latest));
                }
                return json::decode;
            };
            return registered(schemas, readers, maxBytes);
        }

        @Override
        List<EventSchema> types(RegisteredSchema schema) {
            return List.of(JsonSchemaPlace.of(schema.requireType(SchemaType.JSON)));
        }
    },

    /** A CloudEvent around JSON or plain text. */
    CLOUDEVENTS {
        @Override
        EventDecoder decoder(EventPlaces places, int maxBytes, Schemas schemas) {
            return new CloudEventDecoder(places.input(), places.key(), maxBytes);
        }

        @Override
        public boolean describesValue(String header) {
            return header.equals(CloudEventDecoder.CONTENT_TYPE) || header.startsWith(CloudEventDecoder.ATTRIBUTE);
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(EventFormat.class);

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
     * Checks before the start that the schema as which events are read can be had, and that it has the places that are
     * read. It may ask a registry. A registry may get another schema at any time, so a place that this one lacks is no
     * error.
     *
     * @return warnings of places that it lacks
     * @throws RegistryException if the registry does not give it
     * @throws SchemaException if it cannot be used
     */
    List<String> checkSchema(EventPlaces places, Schemas schemas) {
        if (schemas instanceof SchemaFile file) {
            return new PlaceCheck(places).check(types(file.read())).remarks();
        }
        if (schemas instanceof SchemaRegistry registry) {
            return new PlaceCheck(places)
                    .check(types(registry.latest())).all().stream()
                            .filter(registry::isNew)
                            .toList();
        }
        return List.of();
    }

    /**
     * Returns the types of events that a schema describes; none if the format needs no schemas.
     *
     * @throws SchemaException if the schema cannot be used
     */
    List<EventSchema> types(RegisteredSchema schema) {
        return List.of();
    }

    /** Warns of places that a schema lacks. */
    private static void warn(Schemas schemas, EventPlaces places, EventSchema schema) {
        if (schemas instanceof SchemaRegistry registry) {
            new PlaceCheck(places)
                    .check(schema).all().stream().filter(registry::isNew).forEach(LOG::warn);
        }
    }

    /**
     * Makes a decoder of a model's events, for one thread.
     *
     * @param input the model's input, from its manifest
     * @param keyPointer the JSON pointer to the event's key; null if records are keyed
     * @param maxBytes the largest value that is decoded, in bytes
     * @param schemas the place that schemas come from; it is not asked yet
     * @throws ConfigException if format, key, model and schemas do not go together: names the key of the setting
     */
    public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer, int maxBytes, Schemas schemas) {
        return decoder(new EventPlaces(input, keyPointer, Set.of()), maxBytes, schemas);
    }

    abstract EventDecoder decoder(EventPlaces places, int maxBytes, Schemas schemas);

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
}
