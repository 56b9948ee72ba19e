package io.sluice.format;

import io.sluice.event.TimestampUnit;
import io.sluice.model.Manifest;
import io.sluice.model.TimestampField;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The user's settings of the layout of events, which override that of the manifest. {@code PREFIXtimestamp=/ts} and
 * {@code PREFIXtimestamp.unit=seconds} say where an event has its time, and {@code PREFIXnumbers.in.strings=true} reads
 * strings such as {@code "21.5"} as numbers. {@code PREFIXfield.} begins the {@link FieldSettings}. It is immutable.
 */
public final class LayoutSettings {
    /** The beginning of these keys in the properties of a pipeline. */
    public static final String PREFIX = "sluice.event.";

    /** No settings: the manifest alone counts. */
    public static final LayoutSettings NONE = of(PREFIX, Map.of());

    private static final String FIELD = "field.";
    private static final String TIMESTAMP = "timestamp";
    private static final String UNIT = "timestamp.unit";
    private static final String NUMBERS = "numbers.in.strings";

    /** The keys of these settings in the properties of a pipeline, but for those of fields. */
    public static final String PIPELINE_TIMESTAMP = PREFIX + TIMESTAMP;

    public static final String PIPELINE_UNIT = PREFIX + UNIT;
    public static final String PIPELINE_NUMBERS = PREFIX + NUMBERS;

    private final FieldSettings fields;
    private final @Nullable String pointer;
    private final @Nullable TimestampUnit unit;
    private final @Nullable Boolean numbersInStrings;
    /** The keys that the user set. */
    private final Set<String> keys;

    private LayoutSettings(
            FieldSettings fields,
            @Nullable String pointer,
            @Nullable TimestampUnit unit,
            @Nullable Boolean numbersInStrings,
            Set<String> keys) {
        this.fields = fields;
        this.pointer = pointer;
        this.unit = unit;
        this.numbersInStrings = numbersInStrings;
        this.keys = keys;
    }

    /**
     * Reads the settings among properties. Other keys are left out.
     *
     * @param prefix the beginning of the keys: {@link #PREFIX}, or the empty text in a recipe
     * @throws ConfigException if a key or a value makes no sense: names the key
     */
    public static LayoutSettings of(String prefix, Map<String, String> properties) {
        return new LayoutSettings(
                FieldSettings.of(prefix + FIELD, properties),
                pointer(prefix + TIMESTAMP, properties),
                unit(prefix + UNIT, properties),
                flag(prefix + NUMBERS, properties),
                properties.keySet().stream()
                        .filter(key -> isKey(prefix, key))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Returns settings for events that a person writes: each field has its name, and {@code timestamp} is the time, as
     * text or in milliseconds.
     */
    public static LayoutSettings byName(Manifest.Input input) {
        Boolean numbers = input instanceof Manifest.Input.Numeric ? false : null; // other inputs have none
        return new LayoutSettings(
                FieldSettings.byName(input), "/timestamp", TimestampUnit.AUTO, numbers, Set.of(PIPELINE_TIMESTAMP));
    }

    /** Returns true if a key is one of these settings. */
    public static boolean isKey(String prefix, String key) {
        return key.startsWith(prefix + FIELD)
                || key.equals(prefix + TIMESTAMP)
                || key.equals(prefix + UNIT)
                || key.equals(prefix + NUMBERS);
    }

    /** Returns the keys that the user set. */
    Set<String> keys() {
        return Set.copyOf(keys);
    }

    /** Returns true if the user chose the place of the time or its unit, so that events should have a time. */
    public boolean choosesTime() {
        return pointer != null || unit != null;
    }

    private static @Nullable String pointer(String key, Map<String, String> properties) {
        String value = properties.get(key);
        if (value != null && !value.strip().startsWith("/")) {
            throw new ConfigException(
                    key, value, "it must be a JSON pointer, which begins with \"/\" (RFC 6901), such as /meta/time");
        }
        return value == null ? null : value.strip();
    }

    private static @Nullable TimestampUnit unit(String key, Map<String, String> properties) {
        String value = properties.get(key);
        if (value == null) {
            return null;
        }
        return TimestampUnit.of(value.strip())
                .orElseThrow(() -> new ConfigException(key, value, "it must be one of " + TimestampUnit.settings()));
    }

    private static @Nullable Boolean flag(String key, Map<String, String> properties) {
        String value = properties.get(key);
        if (value == null) {
            return null;
        }
        if (!value.strip().matches("true|false")) {
            throw new ConfigException(key, value, "it must be true or false");
        }
        return Boolean.valueOf(value.strip());
    }

    /**
     * Returns a model's input with these settings in place of the manifest's.
     *
     * @throws ConfigException if the model has no such channel or no numbers, or if two pointers exclude each other:
     *     names the key
     */
    public Manifest.Input apply(Manifest.Input input) {
        if (keys.isEmpty()) {
            return input;
        }
        TimestampField time = input.timestamp();
        TimestampField changedTime = new TimestampField(
                Objects.requireNonNullElse(pointer, time.pointer()), Objects.requireNonNullElse(unit, time.unit()));
        Manifest.Input changed = numbers(input.with(fields.apply(input).fields(), changedTime));
        requireApart(changed);
        return changed;
    }

    private Manifest.Input numbers(Manifest.Input input) {
        if (numbersInStrings == null) {
            return input;
        }
        if (!(input instanceof Manifest.Input.Numeric numeric)) {
            throw new ConfigException(String.join(", ", keys) + ": the model's input.kind is "
                    + input.kind().json() + ", which has no numbers; leave " + NUMBERS + " out");
        }
        return numeric.withNumbersInStrings(numbersInStrings);
    }

    private void requireApart(Manifest.Input input) {
        try {
            InputDecoders.json(input, null, 1);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.join(", ", keys) + ": " + e.getMessage() + "; the time is read from "
                    + input.timestamp().pointer());
        }
    }

    /**
     * Checks that the events have fields.
     *
     * @throws ConfigException if a key is set, but the whole value of a record is the text or the item
     */
    public void requireFieldsIn(EventFormat format) {
        if (format == EventFormat.TEXT && !keys.isEmpty()) {
            throw new ConfigException(String.join(", ", keys) + ": " + EventFormat.SETTING + " is " + format.setting()
                    + ", whose records have no fields; leave the keys out, or set the format to json");
        }
    }
}
