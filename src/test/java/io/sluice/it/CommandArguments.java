package io.sluice.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The arguments of a command that reads the properties of a pipeline. */
final class CommandArguments {
    private CommandArguments() {}

    /** Writes the properties into a file of the folder, and returns the arguments with {@code --config}. */
    static String[] of(Path folder, Map<String, String> properties, String first, String... more) throws IOException {
        Path file = Files.createTempFile(folder, "pipeline", ".properties");
        Files.write(
                file,
                properties.entrySet().stream()
                        .map(property -> property.getKey() + "=" + property.getValue())
                        .toList());
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        all.addAll(List.of("--config", file.toString()));
        return all.toArray(String[]::new);
    }
}
