package io.sluice.offline.chart;

import org.jspecify.annotations.Nullable;

/**
 * An axis of a chart.
 *
 * @param label the text at the axis, with the unit
 * @param kind the kind of scale
 * @param least the first value; null begins at the smallest value drawn
 * @param most the last value; null ends at the largest value drawn
 */
public record Axis(
        String label,
        Kind kind,
        @Nullable Double least,
        @Nullable Double most) {
    /** The kind of scale of an axis. */
    public enum Kind {
        LINEAR,
        /** Linear, with tick labels at whole numbers only. */
        WHOLE,
        /** Times in milliseconds since the epoch, with tick labels in UTC. */
        TIME,
        /** Equal distances are equal ratios. Values that are not above 0 are left out. */
        LOGARITHMIC
    }

    /** Creates a linear axis from the smallest to the largest value drawn. */
    public static Axis of(String label) {
        return new Axis(label, Kind.LINEAR, null, null);
    }

    /** Creates a linear axis from {@code least} to {@code most}. */
    public static Axis of(String label, double least, double most) {
        return new Axis(label, Kind.LINEAR, least, most);
    }

    /** Creates an axis for counts, from the smallest to the largest value drawn. */
    public static Axis whole(String label) {
        return new Axis(label, Kind.WHOLE, null, null);
    }

    /** Creates an axis for times in milliseconds since the epoch, from the first to the last one drawn. */
    public static Axis times(String label) {
        return new Axis(label, Kind.TIME, null, null);
    }

    /** Creates a logarithmic axis from the smallest to the largest value drawn. */
    public static Axis logarithmic(String label) {
        return new Axis(label, Kind.LOGARITHMIC, null, null);
    }
}
