package io.sluice.schema;

/** The place that schemas of events come from. */
public sealed interface Schemas permits NoSchemas, SchemaFile, SchemaRegistry {
    /** Describes the schema as which events are read, for people. */
    String description();
}
