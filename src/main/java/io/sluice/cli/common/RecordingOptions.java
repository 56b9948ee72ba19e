package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.config.OfflineConfig;
import io.sluice.config.SluiceConfig;
import io.sluice.event.TimestampUnit;
import io.sluice.format.EventFormat;
import io.sluice.format.LayoutSettings;
import io.sluice.model.Manifest;
import io.sluice.model.TimestampField;
import io.sluice.recording.EventFields;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.recording.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of every command that reads a file of events: what its lines are, and where an event has key and time.
 */
@Internal
public final class RecordingOptions {
    /** The names of these options, for a command in which they need another one. */
    public static final String NAMES =
            "--lines, --key, --key-field, --key-separator, --timestamp, --timestamp-unit and --string";

    private static final class Key {
        @Option(names = "--key", paramLabel = "NAME", description = "One key for all records.")
        private @Nullable String name;

        @Option(
                names = "--key-field",
                paramLabel = "FIELD",
                description = "The CSV column, JSON field or JSON pointer (such as /machine/id) of the key.")
        private @Nullable String field;

        @Option(
                names = "--key-separator",
                paramLabel = "SEPARATOR",
                description = "With --lines: the text between the key and the value of a line; \\t for a tab.")
        private @Nullable String separator;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--lines", description = "Take each line unchanged, instead of reading JSON or CSV.")
    private boolean lines;

    @ArgGroup
    private Key key = new Key();

    @Option(
            names = "--timestamp",
            paramLabel = "FIELD",
            description = "The CSV column, JSON field or JSON pointer of the time. Default: timestamp.")
    private @Nullable String timestamp;

    @Option(
            names = "--timestamp-unit",
            paramLabel = "UNIT",
            converter = UnitConverter.class,
            description = "The unit of times that are numbers: iso (none is a time), seconds, millis, micros, nanos, or"
                    + " auto (milliseconds, which refuses a number that is most likely in another unit). Default:"
                    + " auto.")
    private @Nullable TimestampUnit unit;

    @Option(
            names = "--string",
            paramLabel = "COLUMN",
            description = "A CSV column that is always text, even if a value looks like a number; may be repeated.")
    private List<String> strings = List.of();

    /**
     * Checks that the options go together.
     *
     * @throws ParameterException if an option has no effect beside another one, or is empty
     */
    public void requireConsistent() {
        if ("".equals(key.name)) {
            throw new ParameterException(spec.commandLine(), "--key is empty; give the name of a machine or an author");
        }
        if (lines && (key.field != null || !strings.isEmpty() || timestamp != null || unit != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--lines takes lines unchanged; do not combine it with --key-field, --string, --timestamp or"
                            + " --timestamp-unit");
        }
        if (!lines && key.separator != null) {
            throw new ParameterException(
                    spec.commandLine(), "--key-separator needs --lines; for JSON and CSV use --key-field");
        }
        if ("".equals(key.separator)) {
            throw new ParameterException(spec.commandLine(), "--key-separator is empty; give at least one character");
        }
    }

    /** Returns true if the user gave any of these options. */
    public boolean isUsed() {
        return lines || givesKey() || timestamp != null || unit != null || !strings.isEmpty();
    }

    /** Returns true if the lines are taken unchanged. */
    public boolean lines() {
        return lines;
    }

    /** Returns the one key of all events; null if the user gave none. */
    public @Nullable String keyName() {
        return key.name;
    }

    /** Returns true if the user said where an event has its key, or gave one for all. */
    public boolean givesKey() {
        return key.name != null || key.field != null || key.separator != null;
    }

    /** Returns the format of the events: each line is one, or each row becomes JSON. */
    public EventFormat format() {
        return lines ? EventFormat.TEXT : EventFormat.JSON;
    }

    /** Returns settings with those that the options of the time stand for. */
    public Map<String, String> settings(Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(given);
        if (timestamp != null) {
            all.put(SluiceConfig.EVENT_TIMESTAMP, EventFields.pointer(timestamp).toString());
        }
        if (unit != null) {
            all.put(SluiceConfig.EVENT_TIMESTAMP_UNIT, unit.setting());
        }
        return all;
    }

    /**
     * Returns where rows have key and time: what the options say, else the properties, else the manifest.
     *
     * @param config was loaded with {@link #settings}
     */
    public EventFields fields(OfflineConfig config, Manifest.Input input) {
        EventFields fields = fields(config.engineSettings().events().layout(), input);
        return givesKey() ? fields : fields.withKey(config.eventKey());
    }

    /**
     * Returns where rows have key and time: what the options say, else the layout, else the manifest.
     *
     * @param layout was made from {@link #settings}
     */
    public EventFields fields(LayoutSettings layout, Manifest.Input input) {
        TimestampField time = layout.apply(input).timestamp();
        return fields().withTime(time.pointer(), time.unit());
    }

    /** Returns the key of all events of a file; null if each has its own. */
    public @Nullable String commonKey(Path file) {
        return givesKey() ? key.name : Recordings.keyOf(file);
    }

    /**
     * Returns the key that all events of a file have only because the user did not say where an event has its key. It
     * is empty for lines that are taken unchanged, because they have no fields.
     */
    public Optional<String> assumedKey(Path file) {
        return lines || givesKey() ? Optional.empty() : Optional.ofNullable(commonKey(file));
    }

    /**
     * Checks that the file has what the options speak of.
     *
     * @throws ParameterException if an option has no effect on it
     */
    public void requireFit(Path file) throws IOException {
        if (!strings.isEmpty() && hasJsonLines(file)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--string " + strings.get(0) + " names a column of a CSV, but " + file
                            + " has JSON lines, whose strings are text anyway; remove it");
        }
    }

    /**
     * Checks that the time of events has a meaning for a command that sends lines unchanged.
     *
     * @throws ParameterException if an option of the time has no effect
     */
    public void requireNoTime(Path file) throws IOException {
        if ((timestamp != null || unit != null) && hasJsonLines(file)) {
            throw new ParameterException(
                    spec.commandLine(),
                    (timestamp == null ? "--timestamp-unit" : "--timestamp") + " has no effect here: " + file
                            + " has JSON lines, which are sent unchanged; remove it, or give --speed. sluice run reads"
                            + " the time where " + SluiceConfig.EVENT_TIMESTAMP + " says");
        }
    }

    /** Returns true for JSON lines. A pipe can be read once only, so it is not looked at. */
    private static boolean hasJsonLines(Path file) throws IOException {
        return Files.isRegularFile(file) && Recordings.hasJsonLines(file);
    }

    /** Returns the fields of events. */
    public EventFields fields() {
        return new EventFields(
                key.field,
                timestamp == null ? EventFields.TIMESTAMP : timestamp,
                unit == null ? TimestampUnit.AUTO : unit,
                Set.copyOf(strings));
    }

    /**
     * Opens a file.
     *
     * @throws RecordingException if a CSV has no such columns
     */
    public Recording open(Path file) throws IOException {
        return open(file, fields());
    }

    /**
     * Opens a file.
     *
     * @param fields the fields of events, if the lines are not taken unchanged
     * @throws RecordingException if a CSV has no such columns
     */
    public Recording open(Path file, EventFields fields) throws IOException {
        requireFit(file);
        return lines
                ? Recordings.openPlainLines(file, key.separator == null ? null : key.separator.replace("\\t", "\t"))
                : Recordings.open(file, fields);
    }
}
