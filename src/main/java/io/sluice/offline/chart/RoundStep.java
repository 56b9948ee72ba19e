package io.sluice.offline.chart;

import java.util.stream.DoubleStream;

/** Round distances between the ticks of an axis. */
final class RoundStep {
    private RoundStep() {}

    /** Returns the smallest step of 1, 2 or 5 times a power of ten that is large enough. */
    static double of(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(candidate -> candidate >= atLeast * 0.999)
                .findFirst()
                .orElse(10 * power);
    }
}
