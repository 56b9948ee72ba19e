package io.sluice.offline.training.onnx;

import io.sluice.Internal;

/**
 * A part of a network that advances a state.
 *
 * <p>A step takes x [B, I] and the state [B, S]. A part that takes whole runs has x [T, B, I] and the state before the
 * run, and gives the states after each step [T, B, S].
 */
@Internal
@FunctionalInterface
public interface OnnxStep {
    /**
     * Writes the operators.
     *
     * @param x the name of the input
     * @param state the name of the packed state
     */
    Result write(OnnxNodes nodes, String x, String state);

    /**
     * The names of the results.
     *
     * @param y the output
     * @param state the next state, or the states after each step
     */
    record Result(String y, String state) {}
}
