package io.sluice.score;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A tail of the default size that knows 10,000 deviations. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class TailBenchmark {
    private static final int SIZE = 32;
    private static final int PAST = 10_000;
    /** A power of two, so that a mask chooses the next deviation. */
    private static final int DEVIATIONS = 1 << 10;
    /** More than the largest deviation. */
    private static final float RARE = 5;

    private final SurpriseTail tail = new SurpriseTail(SIZE, 0);
    private final float[] deviations = new float[DEVIATIONS];
    private int last;

    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int i = 0; i < PAST; i++) {
            tail.add(deviation(random));
        }
        for (int i = 0; i < DEVIATIONS; i++) {
            deviations[i] = deviation(random);
        }
    }

    private static float deviation(Random random) {
        return (float) Math.abs(random.nextGaussian());
    }

    private float next() {
        last = (last + 1) & (DEVIATIONS - 1);
        return deviations[last];
    }

    @Benchmark
    public SurpriseTail add() {
        tail.add(next());
        return tail;
    }

    /** Most deviations are ordinary ones. */
    @Benchmark
    public double rarity() {
        return tail.rarity(next());
    }

    /** All deviations are in the tail. */
    @Benchmark
    public double rarityInTail() {
        return tail.rarity(next() + RARE);
    }
}
