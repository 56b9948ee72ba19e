package io.sluice.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One schema of Avro in a file, which all values have.
 *
 * @param ids the schema ids with which values of this schema begin; empty if values have no schema id
 */
public record SchemaFile(Path file, Set<Integer> ids) implements Schemas {
    public static final String SETTING = "sluice.event.schema.file";
    public static final String IDS = "sluice.event.schema.file.ids";

    public SchemaFile {
        ids = Set.copyOf(ids);
    }

    /** A schema of values without a schema id. */
    public SchemaFile(Path file) {
        this(file, Set.of());
    }

    @Override
    public String description() {
        return "the schema in " + file + (ids.isEmpty() ? "" : ", after the schema id " + orIds());
    }

    private String orIds() {
        return String.join(
                " or ", new TreeSet<>(ids).stream().map(String::valueOf).toList());
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
