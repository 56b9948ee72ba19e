package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import java.util.List;
import java.util.random.RandomGenerator;

/** A layer of a {@link RecurrentCell}: it maps a vector and a packed state to H numbers and the next state. */
interface Layer {
    /** Returns the number of floats in its packed state. A key that was never seen has zeros. */
    int state();

    /** Returns the names of the gates that {@code cell_gates} returns. A name describes the effect of the gate. */
    List<String> gates();

    /**
     * Creates the initial weights.
     *
     * @param suffix the end of the name of each weight, as in {@link #methods}
     */
    List<Parameter> weights(String suffix, RandomGenerator random);

    /**
     * Returns the TorchScript source of three methods whose names end in {@code suffix}.
     *
     * <ul>
     *   <li>{@code cell_step(x[B, I], state[B, S]) -> (y[B, H], state')}
     *   <li>{@code cell_sequence(x[T, B, I], state) -> (y[T, B, H], state')}, which runs the same steps
     *   <li>{@code cell_gates(x, state) -> Dict[str, Tensor]}, with a tensor [B, N] for each of {@link #gates}
     * </ul>
     *
     * @param className the class of the module that has the methods
     */
    String methods(String className, String suffix);
}
