package io.sluice.offline;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The file with the properties of a pipeline that runs in a process of its own. */
public final class PropertiesFile {
    private PropertiesFile() {}

    /** Writes properties to a file, and replaces what it had. */
    public static void write(Path file, Map<String, String> properties) throws IOException {
        Properties written = new Properties();
        written.putAll(properties);
        try (Writer writer = Files.newBufferedWriter(file)) {
            written.store(writer, null);
        }
    }
}
