package io.sluice.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures if a row's result depends on the number of rows in its batch or on its place among them, and checks that a
 * step changes neither its input nor its state.
 *
 * <p>It should not. But matrix kernels may take another path for another place in memory: with 6 hidden units and 7
 * outputs, libtorch 2.7.1 on a CPU gave a row other last bits in second place than in first place. With units in
 * multiples of 8 no such difference was seen. So each bundle is tested when it is loaded: the golden inputs are stepped
 * alone, and in batches of several sizes, up to the default of {@code sluice.batch.rows}.
 */
final class RowInvariance {
    private static final int[] BATCHES = {4, 7, 16, 61, 256, 512};

    private final StepModel model;
    private final OutputComparison outputs;
    private final List<Step> steps = new ArrayList<>();

    /** A step of the golden vectors with its result alone. */
    private static final class Step {
        private final List<Float> x;
        private final byte[] state;
        private final float[] y;
        private final byte[] next;

        Step(List<Float> x, byte[] state, float[] y, byte[] next) {
            this.x = x;
            this.state = state;
            this.y = y;
            this.next = next;
        }
    }

    private RowInvariance(StepModel model, OutputComparison outputs) {
        this.model = model;
        this.outputs = outputs;
    }

    /**
     * Returns the largest difference between a golden row stepped alone and in a batch; 0 if all bits are equal.
     *
     * @throws BundleException if the difference exceeds the tolerance, or if a step changes its input or its state
     */
    static double measure(
            StepModel model, GoldenVectors golden, GoldenVectors.Tolerance tolerance, OutputComparison outputs) {
        RowInvariance invariance = new RowInvariance(model, outputs);
        golden.keys().forEach(key -> invariance.stepAlone(key.x()));
        double largest = 0;
        for (int rows : BATCHES) {
            largest = Math.max(largest, invariance.stepTogether(rows, tolerance));
        }
        return largest;
    }

    private void stepAlone(List<List<Float>> inputs) {
        StepBatch given = model.newBatch(1);
        StepBatch batch = model.newBatch(4); // with fewer rows, the model may work on a copy
        byte[] state = model.initialState();
        for (List<Float> input : inputs) {
            for (StepBatch each : List.of(given, batch)) {
                each.putInput(0, input);
                each.putState(0, state, 0);
            }
            batch.rows(1);
            model.step(batch);
            requireUnchanged("its input x", given.input(), batch.input());
            requireUnchanged("the state that it is given", given.state(), batch.state());
            Step step = new Step(input, state, new float[model.sizes().output()], new byte[batch.stateRowBytes()]);
            batch.getOutput(0, step.y);
            batch.getNextState(0, step.next, 0);
            steps.add(step);
            state = step.next;
        }
    }

    /** Checks that a call left an argument as it was: the prediction shows x. */
    private static void requireUnchanged(String what, ByteBuffer given, ByteBuffer found) {
        if (!given.equals(found.slice(0, given.capacity()))) {
            throw new BundleException(
                    "the module changes " + what + " in place; let it work on a copy, such as x.clone()");
        }
    }

    private double stepTogether(int rows, GoldenVectors.Tolerance tolerance) {
        StepBatch batch = model.newBatch(rows);
        for (int row = 0; row < rows; row++) {
            batch.putInput(row, steps.get(row % steps.size()).x);
            batch.putState(row, steps.get(row % steps.size()).state, 0);
        }
        batch.rows(rows);
        model.step(batch);
        double largest = 0;
        for (int row = 0; row < rows; row++) {
            largest = Math.max(largest, compare(batch, row, tolerance));
        }
        return largest;
    }

    private double compare(StepBatch batch, int row, GoldenVectors.Tolerance tolerance) {
        Step alone = steps.get(row % steps.size());
        float[] y = new float[alone.y.length];
        byte[] next = new byte[alone.next.length];
        batch.getOutput(row, y);
        batch.getNextState(row, next, 0);
        if (Arrays.equals(y, alone.y) && Arrays.equals(next, alone.next)) {
            return 0;
        }
        return Math.max(
                largest(alone.y, y, tolerance, outputs),
                largest(GoldenRun.floats(alone.next), GoldenRun.floats(next), tolerance, OutputComparison.ELEMENTS));
    }

    private static double largest(
            float[] alone, float[] together, GoldenVectors.Tolerance tolerance, OutputComparison comparison) {
        List<Float> expected = GoldenRun.boxed(alone);
        List<Float> found = GoldenRun.boxed(together);
        double largest = 0;
        for (int i = 0; i < alone.length; i++) {
            double difference = comparison.difference(expected, found, i);
            if (!(difference <= tolerance.of(comparison.magnitude(expected, i)))) {
                throw new BundleException("the module's rows depend on each other: a row gives " + alone[i]
                        + " alone and " + together[i] + " in a batch; a step must compute each row"
                        + " independently (no batch normalisation in training mode)");
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }
}
