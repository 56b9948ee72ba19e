package io.sluice.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One schema of Avro in a file, for values without a schema id. */
public record SchemaFile(Path file) implements Schemas {
    public static final String SETTING = "sluice.event.schema.file";

    @Override
    public String description() {
        return "the schema in " + file;
    }

    /**
     * Reads the file.
     *
     * @throws SchemaException if it cannot be read
     */
    public RegisteredSchema read() {
        try {
            return new RegisteredSchema(SETTING + " " + file, SchemaType.AVRO, Files.readString(file), List.of());
        } catch (IOException e) {
            throw new SchemaException(
                    SETTING + " " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); name an existing .avsc file in UTF-8",
                    e);
        }
    }
}
