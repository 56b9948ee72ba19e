package io.sluice.event;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of a channel that are readings: all finite numbers, or those inside a range that are no codes for a
 * missing reading. Numbers are compared as float32, the precision of the model's input. It is immutable.
 */
public final class AcceptedValues {
    /** Every finite number is a reading. */
    public static final AcceptedValues ALL =
            new AcceptedValues(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Set.of(), Set.of());

    private final double min;
    private final double max;
    private final Set<Double> codes;
    private final Set<String> texts;

    /**
     * Takes the limits of a channel.
     *
     * @param min the smallest reading
     * @param max the largest reading
     * @param codes the numbers that stand for a missing reading, also outside the range
     * @param texts the strings that stand for a missing reading
     */
    public AcceptedValues(double min, double max, Collection<Double> codes, Collection<String> texts) {
        this.min = rounded(min);
        this.max = rounded(max);
        this.codes = codes.stream().map(AcceptedValues::rounded).collect(Collectors.toUnmodifiableSet());
        this.texts = Set.copyOf(texts);
    }

    /** Returns the reason why a number is no reading; null if it is one, or is not finite as float32. */
    public IgnoredValue.@Nullable Why whyIgnored(double number) {
        double value = rounded(number);
        if (!codes.isEmpty() && codes.contains(value)) {
            return IgnoredValue.Why.MISSING_CODE;
        }
        return value < min || value > max ? IgnoredValue.Why.RANGE : null;
    }

    /** Returns a number as a reading in float32; NaN if it is none. */
    public float reading(double number) {
        return whyIgnored(number) == null ? (float) number : Float.NaN;
    }

    /** Returns true if a string stands for a missing reading. */
    public boolean isMissingCode(String text) {
        return texts.contains(text);
    }

    /** Rounds to float32. A number that is too large for that stays as it is; -0 becomes 0. */
    private static double rounded(double number) {
        float nearest = (float) number;
        return (Float.isInfinite(nearest) ? number : nearest) + 0.0;
    }
}
