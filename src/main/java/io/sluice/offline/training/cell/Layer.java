package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import java.util.List;
import java.util.random.RandomGenerator;

/** One layer of a {@link RecurrentCell}: a vector in, H numbers out, and a row of packed floats that it remembers. */
interface Layer {
    /** Floats of its packed state; zeros are a key never seen. */
    int state();

    /** The gates that it tells, by their effect. */
    List<String> gates();

    /**
     * Weights to start from.
     *
     * @param suffix ends the name of each, as it ends the names in {@link #methods}
     */
    List<Parameter> weights(String suffix, RandomGenerator random);

    /**
     * Three methods, whose names end in {@code suffix}: {@code cell_step(x[B, I], state[B, S]) -> (y[B, H], state')},
     * {@code cell_sequence(x[T, B, I], state) -> (y[T, B, H], state')}, which are the same steps, and
     * {@code cell_gates(x, state) -> Dict[str, Tensor]}, a tensor [B, N] for each of {@link #gates}.
     *
     * @param className the type of the module that has the methods
     */
    String methods(String className, String suffix);
}
