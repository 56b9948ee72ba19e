package io.sluice.format;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/** The numbers among properties whose keys begin with a prefix, such as the settings of a scorer. */
public final class NumberSettings {
    private NumberSettings() {}

    /**
     * Reads the numbers of the keys with a prefix, by the rest of their keys.
     *
     * @throws ConfigException if a value is not a finite number: names the key
     */
    public static Map<String, Double> of(String prefix, Map<String, String> properties) {
        Map<String, Double> numbers = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                numbers.put(key.substring(prefix.length()), number(key, value));
            }
        });
        return Collections.unmodifiableMap(numbers);
    }

    private static double number(String key, String value) {
        double number;
        try {
            number = Double.parseDouble(value.strip());
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        if (!Double.isFinite(number)) {
            throw new ConfigException(key, value, "it must be a number");
        }
        return number;
    }
}
