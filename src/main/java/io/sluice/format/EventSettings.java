package io.sluice.format;

import io.sluice.model.Manifest;
import io.sluice.schema.NoSchemas;
import io.sluice.schema.RegistryException;
import io.sluice.schema.SchemaException;
import io.sluice.schema.Schemas;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of how events are read.
 *
 * @param format the format of record values
 * @param layout the settings of the layout of events that override those of the manifest
 * @param maxBytes the largest value that is decoded, in bytes
 * @param schemas the place that the schemas of events come from; all threads share it
 */
public record EventSettings(EventFormat format, LayoutSettings layout, int maxBytes, Schemas schemas) {
    private static final int MEBIBYTE = 1 << 20;

    /** JSON as the manifest describes it. */
    public static final EventSettings DEFAULTS =
            new EventSettings(EventFormat.JSON, LayoutSettings.NONE, MEBIBYTE, NoSchemas.NONE);

    /** Returns these settings with another layout of events. */
    public EventSettings with(LayoutSettings other) {
        return new EventSettings(format, other, maxBytes, schemas);
    }

    /** Returns these settings with another format. */
    public EventSettings with(EventFormat other) {
        return new EventSettings(other, layout, maxBytes, schemas);
    }

    /**
     * Makes a decoder of a model's events, for one thread.
     *
     * @param keyPointer the JSON pointer to the event's key; null if records are keyed
     * @throws ConfigException if format, key, layout and model do not go together: names the key of the setting
     */
    public EventDecoder decoder(Manifest.Input input, @Nullable String keyPointer) {
        layout.requireFieldsIn(format);
        return format.decoder(places(input, keyPointer), maxBytes, schemas);
    }

    private EventPlaces places(Manifest.Input input, @Nullable String keyPointer) {
        return new EventPlaces(layout.apply(input), keyPointer, layout.keys());
    }

    /**
     * Checks before the start that the schema as which events are read can be had, and that it has what a model reads.
     * It may ask a registry.
     *
     * @param keyPointer the JSON pointer to the event's key; null if records are keyed
     * @return warnings of places that the schema lacks
     * @throws RegistryException if the registry does not give it
     * @throws SchemaException if it cannot be used
     */
    public List<String> checkSchema(Manifest.Input input, @Nullable String keyPointer) {
        return format.checkSchema(places(input, keyPointer), schemas);
    }
}
