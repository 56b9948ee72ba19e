package io.sluice.score.profile;

import io.sluice.score.Explanation;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ObjDoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The profile of one channel of a key: what its readings usually are, and how far a reading is from that. Five features
 * are compared with their own past by a {@link Tracker} each: the value, its level (fast average), its activity (fast
 * average of the absolute change), its rarity (fast average of {@link ValueRarity}) and its shape ({@link Shapes}).
 *
 * <p>Layout, little-endian: int32 number of readings, int32 1 if the last reading was extreme, float64 last value, then
 * the five trackers, three averages, the histogram and the shapes.
 */
final class ChannelProfile implements Part {
    static final int BYTES = 2 * Integer.BYTES
            + Double.BYTES
            + 5 * Tracker.BYTES
            + 3 * FastAverage.BYTES
            + ValueRarity.BYTES
            + Shapes.BYTES;

    private static final int WARM = 20;
    private static final int WARM_SHAPES = 150;

    /** The distance of an extreme reading, in spreads. */
    private static final double EXTREME = 300;

    private final Tracker value = new Tracker(WARM);
    private final Tracker level = new Tracker(WARM);
    private final Tracker activity = new Tracker(WARM);
    private final Tracker rarity = new Tracker(WARM);
    private final Tracker shape = new Tracker(WARM_SHAPES);
    private final List<Tracker> trackers = List.of(value, level, activity, rarity, shape);
    private final FastAverage values = new FastAverage();
    private final FastAverage changes = new FastAverage();
    private final FastAverage rarities = new FastAverage();
    private final ValueRarity histogram = new ValueRarity();
    private final Shapes shapes = new Shapes();
    private int readings;
    private boolean wasExtreme;
    private double last;
    private boolean glitch;
    private boolean judged;
    private double frequency;
    private double valueSquare;
    private double levelSquare;
    private double activitySquare;
    private double raritySquare;
    private double shapeSquare;

    @Override
    public int bytes() {
        return BYTES;
    }

    @Override
    public void read(ByteBuffer state) {
        readings = state.getInt();
        wasExtreme = state.getInt() == 1;
        last = state.getDouble();
        for (Tracker tracker : trackers) {
            tracker.read(state);
        }
        values.read(state);
        changes.read(state);
        rarities.read(state);
        histogram.read(state);
        shapes.read(state);
    }

    @Override
    public void write(ByteBuffer state) {
        state.putInt(readings).putInt(wasExtreme ? 1 : 0).putDouble(last);
        for (Tracker tracker : trackers) {
            tracker.write(state);
        }
        values.write(state);
        changes.write(state);
        rarities.write(state);
        histogram.write(state);
        shapes.write(state);
    }

    /**
     * Adds a reading and learns from it.
     *
     * @return the sum of the squared distances of the five features; 0 for the first {@value #WARM} readings
     */
    @Override
    public double add(double reading) {
        int n = readings;
        readings = n == Integer.MAX_VALUE ? n : n + 1;
        double z = value.add(reading, n);
        boolean extreme = Math.abs(z) > EXTREME && n >= WARM;
        glitch = extreme && !wasExtreme;
        wasExtreme = extreme;
        double x = glitch ? last : value.passed();
        double change = n == 0 ? 0 : Math.abs(x - last);
        last = x;
        frequency = histogram.share(z);
        valueSquare = square(z);
        levelSquare = square(level.add(values.add(x, n), n));
        activitySquare = square(activity.add(changes.add(change, n), n));
        raritySquare = square(rarity.add(rarities.add(histogram.add(glitch ? 0 : z, n), n), n));
        shapeSquare = squareOfShape(x);
        judged = n >= WARM;
        return judged ? valueSquare + levelSquare + activitySquare + raritySquare + shapeSquare : 0;
    }

    /** Passes on the five parts of the last reading's deviation; nothing if it was not judged. */
    void explain(ObjDoubleConsumer<String> parts) {
        if (judged) {
            parts.accept("value", valueSquare);
            parts.accept("level", levelSquare);
            parts.accept("activity", activitySquare);
            parts.accept("rarity", raritySquare);
            parts.accept("shape", shapeSquare);
        }
    }

    /** Returns the readings that were usual before the last one; null if there were too few. */
    Explanation.@Nullable Usual usual() {
        return judged ? value.usual() : null;
    }

    /** Returns the share of earlier readings that were about as far from the mean; null if there were too few. */
    @Nullable
    Float frequency() {
        return judged ? (float) frequency : null;
    }

    private double squareOfShape(double x) {
        int windows = shapes.windows();
        double distance = shapes.add(x);
        return Double.isNaN(distance) ? 0 : square(shape.add(distance, windows));
    }

    /** Returns true if the last reading is extreme and the one before it was not: it may be a glitch. */
    boolean isGlitch() {
        return glitch;
    }

    private static double square(double z) {
        return z * z;
    }
}
