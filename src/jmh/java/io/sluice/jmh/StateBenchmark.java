package io.sluice.jmh;

import io.sluice.score.AnomalyScorer;
import io.sluice.state.KeyState;
import io.sluice.state.StateLayout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The bytes of a key's state, for a GRU of 64 units and a scorer that judges the surprise alone. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class StateBenchmark {
    private static final int UNITS = 64;
    private static final long TIME = 1_772_366_400_000L;

    private final AnomalyScorer scorer = new AnomalyScorer(List.of("surprise"), List.of(), Map.of());
    private final StateLayout layout =
            new StateLayout(1, UNITS * Float.BYTES, scorer.stateFormat(), scorer.stateBytes());

    private KeyState state = KeyState.create(layout, 1, TIME, TIME);
    private byte[] stored = state.bytes();

    /** Reads what a store would return. */
    @Benchmark
    public KeyState read() {
        return KeyState.of(stored);
    }

    /** Makes the state after a step, with the state of the scorer. */
    @Benchmark
    public byte[] next() {
        state = KeyState.next(state, layout, TIME, TIME);
        return state.bytes();
    }

    /** Reads the stored state, and makes the one to store after a step. */
    @Benchmark
    public byte[] readAndNext() {
        stored = KeyState.next(KeyState.of(stored), layout, TIME, TIME).bytes();
        return stored;
    }
}
