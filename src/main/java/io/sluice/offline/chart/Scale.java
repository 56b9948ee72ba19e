package io.sluice.offline.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** The positions of values along an axis, and the values that get a tick label. */
final class Scale {
    private final Axis.Kind kind;
    private final boolean logarithmic;
    private final double least;
    private final double most;
    private final double step;

    /** @param rounded true to extend the ends that the axis leaves open to the next tick */
    Scale(Axis axis, DoubleStream values, boolean rounded, int ticks) {
        this.kind = axis.kind();
        this.logarithmic = axis.kind() == Axis.Kind.LOGARITHMIC;
        double[] finite = values.filter(Double::isFinite)
                .filter(value -> !logarithmic || value > 0)
                .map(this::position)
                .toArray();
        double low = axis.least() == null ? DoubleStream.of(finite).min().orElse(0) : position(axis.least());
        double high = axis.most() == null ? DoubleStream.of(finite).max().orElse(1) : position(axis.most());
        this.step = step(low, high, ticks);
        this.least = axis.least() == null && rounded ? Math.floor(low / step) * step : low;
        double end = axis.most() == null && rounded ? Math.ceil(high / step) * step : high;
        this.most = end > least ? end : least + step;
    }

    private double step(double low, double high, int ticks) {
        if (kind == Axis.Kind.TIME) {
            return TimeTicks.step((high - low) / Math.min(ticks, TimeTicks.MOST));
        }
        double even = Math.max((high - low) / ticks, Math.abs(high) * 1e-3 + 1e-9);
        double round = logarithmic ? Math.ceil(even) : RoundStep.of(even);
        return kind == Axis.Kind.LINEAR ? round : Math.max(1, round);
    }

    private double position(double value) {
        return logarithmic ? Math.log10(value) : value;
    }

    /** Returns the position of a value along the axis: 0 at its beginning, 1 at its end. */
    double fraction(double value) {
        return Math.max(0, Math.min(1, (position(value) - least) / (most - least)));
    }

    /** Returns the values that get a tick label. */
    List<Double> ticks() {
        long first = (long) Math.ceil(least / step - 1e-9);
        long last = (long) Math.floor(most / step + 1e-9);
        return LongStream.rangeClosed(first, last)
                .mapToDouble(tick -> tick * step)
                .map(tick -> logarithmic ? Math.pow(10, tick) : tick)
                .boxed()
                .toList();
    }

    String text(double tick) {
        if (kind == Axis.Kind.TIME) {
            return TimeTicks.text(tick, step);
        }
        double largest = Math.max(Math.abs(least), Math.abs(most));
        if (logarithmic || largest >= 1e6 || largest < 1e-3) {
            return tick == 0
                    ? "0"
                    : String.format(Locale.ROOT, "%.1e", tick)
                            .replaceFirst("\\.0e", "e")
                            .replaceFirst("e\\+?(-?)0*(\\d)", "e$1$2");
        }
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + digits + "f", tick);
    }
}
