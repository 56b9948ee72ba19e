package io.sluice.offline.training.torchscript;

import io.sluice.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** TorchScript templates from the class path. Words in capitals are placeholders for the sizes of a model. */
@Internal
public final class ScriptSource {
    private ScriptSource() {}

    /** Reads a template. The path {@code file} is relative to the package {@code io.sluice.offline.training}. */
    public static String read(String file) {
        try (InputStream source = ScriptSource.class.getResourceAsStream("/io/sluice/offline/training/" + file)) {
            return new String(
                    Objects.requireNonNull(source, "resource " + file + " is missing")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces placeholders by values. If one placeholder begins another, the longer one is replaced first. */
    public static String fill(String source, Map<String, ?> values) {
        String filled = source;
        for (Map.Entry<String, ?> value :
                new TreeMap<String, Object>(values).descendingMap().entrySet()) {
            filled = filled.replace(value.getKey(), String.valueOf(value.getValue()));
        }
        return filled;
    }
}
