package io.sluice.schema;

import java.util.Arrays;
import java.util.Optional;

/** The languages in which a registry holds schemas. */
public enum SchemaType {
    AVRO("Avro", "avro"),
    PROTOBUF("Protobuf", "protobuf"),
    JSON("JSON Schema", "json-schema");

    private final String title;
    private final String format;

    SchemaType(String title, String format) {
        this.title = title;
        this.format = format;
    }

    /** Returns the type with the name that registries use; empty if it is another one. */
    static Optional<SchemaType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Returns the name for people. */
    public String title() {
        return title;
    }

    /** Returns the value of the setting of the format of events that have such a schema. */
    String format() {
        return format;
    }
}
