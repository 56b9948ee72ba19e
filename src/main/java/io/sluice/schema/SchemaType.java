package io.sluice.schema;

import java.util.Arrays;
import java.util.Optional;

/** The languages in which a registry holds schemas. */
public enum SchemaType {
    AVRO("Avro"),
    PROTOBUF("Protobuf"),
    JSON("JSON Schema");

    private final String title;

    SchemaType(String title) {
        this.title = title;
    }

    /** Returns the type with the name that registries use; empty if it is another one. */
    static Optional<SchemaType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Returns the name for people. */
    public String title() {
        return title;
    }
}
