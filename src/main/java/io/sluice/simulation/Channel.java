package io.sluice.simulation;

import io.sluice.simulation.FaultKind.Strain;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One sensor: a level of its own, on which lie the machine's load (daily course and slow drift), a daily course of its
 * own, noise, and, for a while, a fault.
 */
final class Channel {
    private static final double NOISE = 0.08;
    private static final double OWN_COURSE = 0.25;

    private final String name;
    private final double level;
    private final double scale;
    private final double phase;
    private final Random noise;
    private final Random misfortune;
    private double lastHealthy;
    private double size;
    private @Nullable Fault current;

    Channel(String name, Random shape, Random noise, Random misfortune) {
        this.name = name;
        this.level = 20 + 100 * shape.nextDouble();
        this.scale = level * (0.05 + 0.1 * shape.nextDouble());
        this.phase = shape.nextDouble();
        this.noise = noise;
        this.misfortune = misfortune;
        this.lastHealthy = level;
    }

    String name() {
        return name;
    }

    /**
     * A reading.
     *
     * @param days the time of the reading, in days
     * @param load the machine's load, about -2 to 2
     * @param fault what the machine suffers from, on this channel or another
     */
    double read(double days, double load, long step, @Nullable Fault fault) {
        double course = load + OWN_COURSE * Machine.sine(days + phase) + NOISE * noise.nextGaussian();
        double healthy = level + scale * course;
        if (fault == null || !fault.channel().equals(name)) {
            current = null;
            lastHealthy = healthy;
            return healthy;
        }
        if (!fault.equals(current)) {
            current = fault;
            size = scale * (2.5 + 1.5 * misfortune.nextDouble()) * (misfortune.nextBoolean() ? 1 : -1);
        }
        double progress = (step - fault.first() + 1.0) / (fault.last() - fault.first() + 1.0);
        return fault.kind().distort(healthy, new Strain(size, progress, lastHealthy), misfortune);
    }
}
