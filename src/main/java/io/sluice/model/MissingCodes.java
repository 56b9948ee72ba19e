package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values of a channel that stand for a missing reading, such as -9999 or {@code "NaN"}.
 *
 * @param numbers the codes that are numbers
 * @param strings the codes that are strings in the place of a number
 */
public record MissingCodes(List<Double> numbers, List<String> strings) {
    /** No codes. */
    public static final MissingCodes NONE = new MissingCodes(List.of(), List.of());

    public MissingCodes {
        numbers = List.copyOf(numbers);
        strings = List.copyOf(strings);
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new BundleException("the missing code " + number + " is not a finite number; to take the string"
                        + " for missing, write \"" + number + "\"");
            }
        }
    }

    /** Reads codes as JSON has them: numbers and strings. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static MissingCodes of(List<Object> codes) {
        List<Double> numbers = new ArrayList<>();
        List<String> strings = new ArrayList<>();
        for (Object code : codes) {
            if (code instanceof Number number) {
                numbers.add(number.doubleValue());
            } else if (code instanceof String string) {
                strings.add(string);
            } else {
                throw new BundleException("missing contains " + code + "; a missing code is a number or a string");
            }
        }
        return new MissingCodes(numbers, strings);
    }

    /** Returns the codes as JSON has them. */
    @JsonValue
    List<Object> codes() {
        return Stream.concat(numbers.stream().map(Object.class::cast), strings.stream())
                .toList();
    }

    /** Returns true if there is no code. */
    boolean isEmpty() {
        return numbers.isEmpty() && strings.isEmpty();
    }

    /** Lists the codes for people. */
    @Override
    public String toString() {
        return Stream.concat(
                        numbers.stream().map(ValueRange::text), strings.stream().map(code -> '"' + code + '"'))
                .collect(Collectors.joining(", "));
    }
}
