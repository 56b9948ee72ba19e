package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.event.TimestampUnit;
import io.sluice.recording.EventFields;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that reads the events of a file as {@code replay} does. */
@Internal
public final class EventFileOptions {
    @Option(
            names = "--key-field",
            paramLabel = "FIELD",
            description = "The CSV column, JSON field or JSON pointer (such as /machine/id) of the key."
                    + " Default: all events have the same key.")
    private @Nullable String key;

    @Option(
            names = "--timestamp",
            paramLabel = "FIELD",
            description = "The CSV column of the time, as in replay. Default: timestamp.")
    private @Nullable String timestamp;

    @Option(
            names = "--timestamp-unit",
            paramLabel = "UNIT",
            converter = UnitConverter.class,
            description = "The unit of times in the CSV that are numbers, as in replay. Default: auto.")
    private @Nullable TimestampUnit unit;

    @Option(
            names = "--string",
            paramLabel = "COLUMN",
            description = "A CSV column that is always text, even if a value looks like a number; may be repeated.")
    private List<String> strings = List.of();

    /** Returns the fields of the file that have a meaning. */
    public EventFields fields() {
        return new EventFields(
                key,
                Objects.requireNonNullElse(timestamp, EventFields.TIMESTAMP),
                Objects.requireNonNullElse(unit, TimestampUnit.AUTO),
                Set.copyOf(strings));
    }

    /** Returns true if the user gave one of these options. */
    public boolean areGiven() {
        return key != null || timestamp != null || unit != null || !strings.isEmpty();
    }
}
