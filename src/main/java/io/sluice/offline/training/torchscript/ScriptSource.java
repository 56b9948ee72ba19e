package io.sluice.offline.training.torchscript;

import io.sluice.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** TorchScript that lies beside these classes as a file, with words in capitals where a model's own sizes go. */
@Internal
public final class ScriptSource {
    private ScriptSource() {}

    /** A file's text; {@code file} is relative to the package {@code io.sluice.offline.training}. */
    public static String read(String file) {
        try (InputStream source = ScriptSource.class.getResourceAsStream("/io/sluice/offline/training/" + file)) {
            return new String(
                    Objects.requireNonNull(source, file + " on the class path").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts values in place of words: the longer word first where one begins another. */
    public static String fill(String source, Map<String, ?> values) {
        String filled = source;
        for (Map.Entry<String, ?> value :
                new TreeMap<String, Object>(values).descendingMap().entrySet()) {
            filled = filled.replace(value.getKey(), String.valueOf(value.getValue()));
        }
        return filled;
    }
}
