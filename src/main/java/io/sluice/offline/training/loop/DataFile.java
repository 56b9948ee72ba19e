package io.sluice.offline.training.loop;

import io.sluice.model.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file or topic from which examples were read.
 *
 * @param name the path relative to the data folder, with {@code /} as separator; or the name of the topic
 * @param rows the number of rows, lines or events that were used
 * @param sha256 the SHA-256 of the file's bytes, or of the records that were used, in lower-case hexadecimal digits
 */
public record DataFile(String name, int rows, String sha256) {
    /** Describes the file {@code name} below {@code folder}, of which {@code rows} rows were used. */
    public static DataFile of(Path folder, String name, int rows) throws IOException {
        return new DataFile(name.replace('\\', '/'), rows, Bundle.sha256(Files.readAllBytes(folder.resolve(name))));
    }
}
