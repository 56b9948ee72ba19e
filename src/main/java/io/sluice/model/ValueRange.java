package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The range of a channel's readings, both ends included. A value outside it is no reading.
 *
 * @param min the smallest reading; null if there is none
 * @param max the largest reading; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValueRange(@Nullable Double min, @Nullable Double max) {
    public ValueRange {
        if (min == null && max == null) {
            throw new BundleException("the range has neither min nor max; give one of them, or leave the range out");
        }
        requireFinite("min", min);
        requireFinite("max", max);
        if (min != null && max != null && min >= max) {
            throw new BundleException(
                    "the range has min " + text(min) + " and max " + text(max) + "; min must be smaller than max");
        }
    }

    private static void requireFinite(String end, @Nullable Double value) {
        if (value != null && !Double.isFinite(value)) {
            throw new BundleException("the range has " + end + " " + value + "; it must be a finite number");
        }
    }

    /** Describes the range for people. */
    @Override
    public String toString() {
        if (min == null) {
            return "at most " + text(max);
        }
        return max == null ? "at least " + text(min) : "from " + text(min) + " to " + text(max);
    }

    /** Writes a number for people: a whole number has no fraction. */
    static String text(@Nullable Double value) {
        return value != null && value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString(value.longValue())
                : String.valueOf(value);
    }
}
