package io.sluice.offline.simulation;

import io.sluice.offline.simulation.FaultKind.Strain;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One sensor of a machine. A reading is the sensor's own level plus its signal, its own daily cycle, noise, and
 * sometimes a fault.
 */
final class Channel {
    /** The name of the channel of a machine that has only one. */
    static final String SOLE = "value";

    private static final double NOISE = 0.08;
    private static final double OWN_CYCLE = 0.25;

    private final String name;
    private final ToDoubleFunction<Operation> signal;
    private final double level;
    private final double scale;
    private final double ownCycle;
    private final double phase;
    private final Random noise;
    private final Random faults;
    private final Deque<Double> lastDay = new ArrayDeque<>();
    private double lastHealthy;
    private double size;
    private @Nullable Fault current;

    private Channel(
            String name,
            ToDoubleFunction<Operation> signal,
            double level,
            double scale,
            double ownCycle,
            double phase,
            Random noise,
            Random faults) {
        this.name = name;
        this.signal = signal;
        this.level = level;
        this.scale = scale;
        this.ownCycle = ownCycle;
        this.phase = phase;
        this.noise = noise;
        this.faults = faults;
        this.lastHealthy = level;
    }

    /** Creates the channel of a machine that has only one. */
    static Channel sole(Random shape, Random noise, Random faults) {
        double level = 20 + 100 * shape.nextDouble();
        double scale = level * (0.05 + 0.1 * shape.nextDouble());
        return new Channel(SOLE, Operation::load, level, scale, OWN_CYCLE, shape.nextDouble(), noise, faults);
    }

    /** Creates one of several channels. The level and the swing of a quantity differ from machine to machine. */
    static Channel of(Quantity quantity, Random shape, Random noise, Random faults) {
        double level = quantity.level() * (0.85 + 0.3 * shape.nextDouble());
        double scale = quantity.swing() * (0.7 + 0.6 * shape.nextDouble());
        return new Channel(quantity.channel(), quantity::signal, level, scale, 0, 0, noise, faults);
    }

    String name() {
        return name;
    }

    /**
     * Takes a reading.
     *
     * @param days the time of the reading, in days
     * @param machine the machine's present operation
     * @param step the step of the event
     * @param fault the machine's present fault, on this channel or another one
     */
    double read(double days, Operation machine, long step, @Nullable Fault fault) {
        double deviation =
                signal.applyAsDouble(machine) + ownCycle * DailyCycle.sine(days + phase) + NOISE * noise.nextGaussian();
        double healthy = level + scale * deviation;
        double dayAgo = dayAgo(healthy);
        if (fault == null || !fault.touches(name)) {
            current = null;
            lastHealthy = healthy;
            return healthy;
        }
        if (!fault.equals(current)) {
            current = fault;
            size = scale * (2.5 + 1.5 * faults.nextDouble()) * (faults.nextBoolean() ? 1 : -1);
        }
        double progress = (step - fault.first() + 1.0) / (fault.last() - fault.first() + 1.0);
        return fault.kind().distort(healthy, new Strain(size, progress, lastHealthy, dayAgo), faults);
    }

    /** Returns the healthy reading of a day ago, or the first reading where the channel is younger. */
    private double dayAgo(double healthy) {
        lastDay.add(healthy);
        return lastDay.size() > DailyCycle.EVENTS ? lastDay.remove() : lastDay.element();
    }
}
