package io.sluice.offline.training.loop;

import io.sluice.Internal;
import io.sluice.model.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that examples were read from.
 *
 * @param name relative to the data folder, with {@code /}
 * @param rows how many rows, lines or events were taken from it
 * @param sha256 of its bytes, in lower-case hexadecimal digits
 */
@Internal
public record DataFile(String name, int rows, String sha256) {
    public static DataFile of(Path folder, String name, int rows) throws IOException {
        return new DataFile(name.replace('\\', '/'), rows, Bundle.sha256(Files.readAllBytes(folder.resolve(name))));
    }
}
