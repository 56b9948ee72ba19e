package io.sluice.cli;

import io.sluice.model.Manifest;
import java.util.stream.Collectors;

/** Describes the input of a model for people. */
final class InputText {
    private InputText() {}

    /** Describes where an event has what the model reads. */
    static String fields(Manifest.Input input) {
        String fields = input.fields().stream()
                .map(field -> field.name() + " at " + field.pointer())
                .collect(Collectors.joining(", ", "", ", time at " + input.timestamp()));
        return input instanceof Manifest.Input.Numeric numeric && numeric.numbersInStrings()
                ? fields + "; numbers may be in strings"
                : fields;
    }
}
