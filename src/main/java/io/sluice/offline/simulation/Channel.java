package io.sluice.offline.simulation;

import io.sluice.offline.simulation.FaultKind.Strain;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One sensor: a level of its own, on which lie what it measures, a daily course of its own, noise, and, for a while, a
 * fault.
 */
final class Channel {
    private static final double NOISE = 0.08;
    private static final double OWN_COURSE = 0.25;

    private final String name;
    private final ToDoubleFunction<Operation> measured;
    private final double level;
    private final double scale;
    private final double ownCourse;
    private final double phase;
    private final Random noise;
    private final Random misfortune;
    private final Deque<Double> day = new ArrayDeque<>();
    private double lastHealthy;
    private double size;
    private @Nullable Fault current;

    private Channel(
            String name,
            ToDoubleFunction<Operation> measured,
            double level,
            double scale,
            double ownCourse,
            double phase,
            Random noise,
            Random misfortune) {
        this.name = name;
        this.measured = measured;
        this.level = level;
        this.scale = scale;
        this.ownCourse = ownCourse;
        this.phase = phase;
        this.noise = noise;
        this.misfortune = misfortune;
        this.lastHealthy = level;
    }

    /** The sole channel of a machine. */
    static Channel sole(String name, Random shape, Random noise, Random misfortune) {
        double level = 20 + 100 * shape.nextDouble();
        double scale = level * (0.05 + 0.1 * shape.nextDouble());
        return new Channel(name, Operation::load, level, scale, OWN_COURSE, shape.nextDouble(), noise, misfortune);
    }

    /** One of several: the same quantity has another level and another swing on each machine. */
    static Channel of(Quantity quantity, Random shape, Random noise, Random misfortune) {
        double level = quantity.level() * (0.85 + 0.3 * shape.nextDouble());
        double scale = quantity.swing() * (0.7 + 0.6 * shape.nextDouble());
        return new Channel(quantity.channel(), quantity::course, level, scale, 0, 0, noise, misfortune);
    }

    String name() {
        return name;
    }

    /**
     * A reading.
     *
     * @param days the time of the reading, in days
     * @param machine what the machine does now
     * @param fault what the machine suffers from, on this channel or another
     */
    double read(double days, Operation machine, long step, @Nullable Fault fault) {
        double course =
                measured.applyAsDouble(machine) + ownCourse * Machine.sine(days + phase) + NOISE * noise.nextGaussian();
        double healthy = level + scale * course;
        double dayAgo = dayAgo(healthy);
        if (fault == null || !fault.touches(name)) {
            current = null;
            lastHealthy = healthy;
            return healthy;
        }
        if (!fault.equals(current)) {
            current = fault;
            size = scale * (2.5 + 1.5 * misfortune.nextDouble()) * (misfortune.nextBoolean() ? 1 : -1);
        }
        double progress = (step - fault.first() + 1.0) / (fault.last() - fault.first() + 1.0);
        return fault.kind().distort(healthy, new Strain(size, progress, lastHealthy, dayAgo), misfortune);
    }

    /** What it would have said a day ago, or at the first reading of all. */
    private double dayAgo(double healthy) {
        day.add(healthy);
        return day.size() > Machine.EVENTS_A_DAY ? day.remove() : day.element();
    }
}
