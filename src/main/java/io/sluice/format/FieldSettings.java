package io.sluice.format;

import io.sluice.event.PointerTree;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.model.MissingCodes;
import io.sluice.model.ValueRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The user's settings of single fields, which override those of the manifest. {@code PREFIXcelsius=/reading/temp} is
 * the JSON pointer to the channel celsius; a text or an item has a pointer, too. {@code PREFIXcelsius.range=-50,150}
 * sets the range of the channel, and {@code PREFIXcelsius.missing=-9999,NaN} its codes for a missing reading. Either
 * end of a range may be empty. An empty value removes the manifest's setting.
 *
 * <p>A code that looks like a number is one; a code in quotes, or any other text, is a string. It is immutable.
 */
public final class FieldSettings {
    /** The beginning of these keys in the properties of a pipeline. */
    public static final String PREFIX = "sluice.event.field.";

    /** No settings: the manifest alone counts. */
    public static final FieldSettings NONE = new FieldSettings(List.of());

    private static final String RANGE = ".range";
    private static final String MISSING = ".missing";

    private final List<Setting> settings;

    /**
     * A setting of one field.
     *
     * @param limits whether it says which values are readings, which only channels have
     */
    private record Setting(
            String key, String value, String field, boolean limits, UnaryOperator<Manifest.Input.Field> change) {}

    private FieldSettings(List<Setting> settings) {
        this.settings = settings;
    }

    /**
     * Reads the settings among properties. Keys without the prefix are left out.
     *
     * @throws ConfigException if a key or a value makes no sense: names the key
     */
    public static FieldSettings of(String prefix, Map<String, String> properties) {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(properties).forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.add(setting(prefix, key, value.strip()));
            }
        });
        return settings.isEmpty() ? NONE : new FieldSettings(List.copyOf(settings));
    }

    /** Returns settings that read each field of an input under its name, whatever the manifest says. */
    static FieldSettings byName(Manifest.Input input) {
        return new FieldSettings(input.fields().stream()
                .map(field -> new Setting(
                        PREFIX + field.name(),
                        field.name(),
                        field.name(),
                        false,
                        each -> each.withPointer("/" + PointerTree.escaped(field.name()))))
                .toList());
    }

    private static Setting setting(String prefix, String key, String value) {
        try {
            if (key.endsWith(RANGE)) {
                ValueRange range = value.isEmpty() ? null : range(value);
                return new Setting(key, value, name(prefix, key, RANGE), true, field -> field.withRange(range));
            }
            if (key.endsWith(MISSING)) {
                MissingCodes codes = value.isEmpty() ? MissingCodes.NONE : codes(value);
                return new Setting(key, value, name(prefix, key, MISSING), true, field -> field.withMissing(codes));
            }
        } catch (BundleException e) {
            throw new ConfigException(key, value, e.getMessage());
        }
        return pointer(prefix, key, value);
    }

    private static Setting pointer(String prefix, String key, String value) {
        if (!value.isEmpty() && !value.startsWith("/")) {
            throw new ConfigException(
                    key,
                    value,
                    "a JSON pointer begins with \"/\" (RFC 6901), such as /reading/celsius; the settings of a channel"
                            + " are " + prefix + "CHANNEL with its pointer, " + prefix + "CHANNEL" + RANGE + " and "
                            + prefix + "CHANNEL" + MISSING);
        }
        String pointer = value.isEmpty() ? null : value;
        return new Setting(key, value, name(prefix, key, ""), false, field -> field.withPointer(pointer));
    }

    private static String name(String prefix, String key, String suffix) {
        int end = key.length() - suffix.length();
        if (end <= prefix.length()) {
            throw new ConfigException("the key " + key + " names no channel; write " + prefix + "CHANNEL" + suffix);
        }
        return key.substring(prefix.length(), end);
    }

    private static ValueRange range(String value) {
        String[] ends = value.split(",", -1);
        if (ends.length != 2) {
            throw new BundleException("write the smallest and the largest reading, such as -50,150; leave one of them"
                    + " empty for no limit");
        }
        return new ValueRange(end(ends[0].strip()), end(ends[1].strip()));
    }

    private static @Nullable Double end(String text) {
        if (text.isEmpty()) {
            return null;
        }
        Double number = number(text);
        if (number == null) {
            throw new BundleException("\"" + text + "\" is not a number; write a range such as -50,150");
        }
        return number;
    }

    private static MissingCodes codes(String value) {
        List<Double> numbers = new ArrayList<>();
        List<String> strings = new ArrayList<>();
        for (String code : value.split(",", -1)) {
            add(code.strip(), numbers, strings);
        }
        return new MissingCodes(numbers, strings);
    }

    private static void add(String code, List<Double> numbers, List<String> strings) {
        Double number = number(code);
        if (number != null) {
            numbers.add(number);
        } else if (code.length() > 1 && code.startsWith("\"") && code.endsWith("\"")) {
            strings.add(code.substring(1, code.length() - 1));
        } else if (code.isEmpty()) {
            throw new BundleException("a code is empty; write \"\" for the empty string, and separate codes by commas");
        } else {
            strings.add(code);
        }
    }

    /** Returns the number that a text writes; null if it writes none, such as NaN. */
    private static @Nullable Double number(String text) {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * Returns a model's input with these settings in place of the manifest's.
     *
     * @throws ConfigException if a setting is for a field that the model does not have: names the key and the fields
     */
    Manifest.Input apply(Manifest.Input input) {
        if (settings.isEmpty()) {
            return input;
        }
        settings.forEach(setting -> requireFit(setting, input));
        return input.with(input.fields().stream().map(this::changed).toList(), input.timestamp());
    }

    private static void requireFit(Setting setting, Manifest.Input input) {
        List<String> names =
                input.fields().stream().map(Manifest.Input.Field::name).toList();
        boolean numeric = input instanceof Manifest.Input.Numeric;
        if (setting.limits && !numeric) {
            throw new ConfigException(
                    setting.key,
                    setting.value,
                    "the model's input.kind is " + input.kind().json() + ", which has no channels;"
                            + " leave the key out");
        }
        if (!names.contains(setting.field)) {
            String kind = numeric ? "channel" : "field";
            throw new ConfigException(
                    setting.key,
                    setting.value,
                    "the model has no " + kind + " \"" + setting.field + "\"; its " + kind + "s are " + names);
        }
    }

    private Manifest.Input.Field changed(Manifest.Input.Field field) {
        Manifest.Input.Field changed = field;
        for (Setting setting : settings) {
            if (setting.field.equals(field.name())) {
                changed = setting.change.apply(changed);
            }
        }
        return changed;
    }
}
