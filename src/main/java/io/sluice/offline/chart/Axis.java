package io.sluice.offline.chart;

import org.jspecify.annotations.Nullable;

/**
 * An axis.
 *
 * @param label what it shows, with its unit
 * @param least where it begins; null: at the least value
 * @param most where it ends; null: at the largest value
 */
public record Axis(
        String label,
        Kind kind,
        @Nullable Double least,
        @Nullable Double most) {
    /** How values are set along an axis. */
    public enum Kind {
        LINEAR,
        /** Linear, and only whole numbers are named. */
        WHOLE,
        /** Equal distances are equal ratios; what is not above 0 is left out. */
        LOGARITHMIC
    }

    /** From the least to the largest value that is drawn. */
    public static Axis of(String label) {
        return new Axis(label, Kind.LINEAR, null, null);
    }

    /** From {@code least} to {@code most}, whatever is drawn. */
    public static Axis of(String label, double least, double most) {
        return new Axis(label, Kind.LINEAR, least, most);
    }

    /** Of counts, from the least to the largest that is drawn. */
    public static Axis whole(String label) {
        return new Axis(label, Kind.WHOLE, null, null);
    }

    /** By powers of ten, from the least to the largest value that is drawn. */
    public static Axis logarithmic(String label) {
        return new Axis(label, Kind.LOGARITHMIC, null, null);
    }
}
