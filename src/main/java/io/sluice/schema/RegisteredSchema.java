package io.sluice.schema;

import java.util.List;

/**
 * A schema with the schemas that it refers to.
 *
 * @param label names the schema in messages, such as "schema 7"
 * @param text the schema in its language
 * @param references the schemas that the text imports, in the order in which the registry lists them
 */
public record RegisteredSchema(String label, SchemaType type, String text, List<Reference> references) {
    /**
     * A schema that another one imports.
     *
     * @param name the name by which the importing schema calls it: the path of a file, or a full name of Avro
     */
    public record Reference(String name, RegisteredSchema schema) {}

    public RegisteredSchema {
        references = List.copyOf(references);
    }

    /**
     * Checks the language of the schema.
     *
     * @throws SchemaException if it is another one
     */
    public RegisteredSchema requireType(SchemaType wanted) {
        if (type != wanted) {
            throw new SchemaException(label + " is " + type.title() + ", not " + wanted.title()
                    + "; to read it, set sluice.event.format=" + type.format());
        }
        return this;
    }
}
