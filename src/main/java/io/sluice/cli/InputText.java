package io.sluice.cli;

import io.sluice.format.EventFormat;
import io.sluice.model.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the input of a model for people. */
final class InputText {
    private InputText() {}

    /** Describes where an event has what the model reads. */
    static String fields(Manifest.Input input) {
        return places(input) + numbers(input);
    }

    /**
     * Describes where an event of a pipeline has what the model reads, and its key.
     *
     * @param keyPointer the JSON pointer to the event's key; null if records are keyed
     */
    static String events(Manifest.Input input, EventFormat format, @Nullable String keyPointer) {
        if (format == EventFormat.TEXT) {
            return "the value of the record is the " + input.kind().json() + ", with the record's time and key";
        }
        return places(input) + ", key " + (keyPointer == null ? "of the record" : "at " + keyPointer) + numbers(input);
    }

    private static String places(Manifest.Input input) {
        return input.fields().stream()
                .map(field -> field.name() + " at " + field.pointer())
                .collect(Collectors.joining(", ", "", ", time at " + input.timestamp()));
    }

    private static String numbers(Manifest.Input input) {
        return input instanceof Manifest.Input.Numeric numeric && numeric.numbersInStrings()
                ? "; numbers may be in strings"
                : "";
    }
}
