package io.sluice.schema;

/**
 * A schema as which events are read.
 *
 * @param label names the schema in messages; of a file with several types, also the type
 * @param root the place of a whole event
 */
public record EventSchema(String label, SchemaPlace root) {}
