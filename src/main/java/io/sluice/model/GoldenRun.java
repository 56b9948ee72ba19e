package io.sluice.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Steps several keys through a model together: round k holds the k-th input of every key that has one. */
final class GoldenRun {
    private final StepModel model;
    private final List<List<List<Float>>> inputs;
    private final StepBatch batch;
    private final List<Trace> traces;

    GoldenRun(StepModel model, List<List<List<Float>>> inputs) {
        this.model = model;
        this.inputs = inputs;
        this.batch = model.newBatch(inputs.size());
        this.traces = inputs.stream().map(x -> new Trace(model.initialState())).toList();
    }

    /**
     * Steps all golden keys together, then each key alone.
     *
     * @return the largest difference from the golden vectors
     * @throws BundleException if a value differs by more than the tolerance; the message names key, step and element
     */
    static double verify(
            StepModel model, GoldenVectors golden, GoldenVectors.Tolerance tolerance, OutputComparison outputs) {
        double largest = verify(model, golden.keys(), tolerance, outputs, "with others");
        for (GoldenVectors.Sequence key : golden.keys()) {
            largest = Math.max(largest, verify(model, List.of(key), tolerance, outputs, "alone"));
        }
        return largest;
    }

    private static double verify(
            StepModel model,
            List<GoldenVectors.Sequence> expected,
            GoldenVectors.Tolerance tolerance,
            OutputComparison outputs,
            String how) {
        List<Trace> found = new GoldenRun(
                        model, expected.stream().map(GoldenVectors.Sequence::x).toList())
                .run();
        double largest = 0;
        for (int i = 0; i < found.size(); i++) {
            largest = Math.max(largest, found.get(i).compare(expected.get(i), tolerance, outputs, how));
        }
        return largest;
    }

    /**
     * Records the golden vectors of one key, which is stepped alone. It is stepped twice.
     *
     * @throws BundleException if a number is not finite, or if the second run gives another result
     */
    static GoldenVectors.Sequence record(StepModel model, String key, List<List<Float>> x) {
        Trace first = new GoldenRun(model, List.of(x)).run().get(0).requireFinite(key);
        Trace second = new GoldenRun(model, List.of(x)).run().get(0);
        for (int step = 0; step < x.size(); step++) {
            requireEqual("key " + key + ", row " + (step + 1) + ": y", first.y.get(step), second.y.get(step));
        }
        requireEqual("key " + key + ", after row " + x.size() + ": state", first.state(), second.state());
        return first.toSequence(key, x);
    }

    private static void requireEqual(String where, List<Float> first, List<Float> second) {
        GoldenVectors.Tolerance tolerance = GoldenVectors.Tolerances.DEFAULT.cpu();
        for (int i = 0; i < first.size(); i++) {
            double difference = OutputComparison.ELEMENTS.difference(first, second, i);
            if (!(difference <= tolerance.of(first.get(i)))) {
                throw new BundleException("the same row gives two results: " + where + "[" + i + "] is " + first.get(i)
                        + " and then " + second.get(i) + "; either chance decides, as with dropout (export the module"
                        + " after module.eval()), or the module keeps a state of its own (pack it into the state that"
                        + " forward takes and returns)");
            }
        }
    }

    /** Steps all keys to the end of their inputs and returns what the model gave for each. */
    List<Trace> run() {
        int rounds = inputs.stream().mapToInt(List::size).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            step(round);
        }
        return traces;
    }

    private void step(int round) {
        int[] stepped = IntStream.range(0, inputs.size())
                .filter(key -> round < inputs.get(key).size())
                .toArray();
        for (int row = 0; row < stepped.length; row++) {
            batch.putInput(row, inputs.get(stepped[row]).get(round));
            batch.putState(row, traces.get(stepped[row]).state, 0);
        }
        batch.rows(stepped.length);
        model.step(batch);
        for (int row = 0; row < stepped.length; row++) {
            traces.get(stepped[row]).add(batch, row);
        }
    }

    static List<Float> boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    /** Unpacks little-endian float32. */
    static float[] floats(byte[] packed) {
        float[] values = new float[packed.length / Float.BYTES];
        ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    /** The outputs and the last state that the model gave for one key. */
    static final class Trace {
        private final List<List<Float>> y = new ArrayList<>();
        private final byte[] state;

        private Trace(byte[] initialState) {
            this.state = initialState;
        }

        private void add(StepBatch batch, int row) {
            float[] output = new float[batch.sizes().output()];
            batch.getOutput(row, output);
            y.add(boxed(output));
            batch.getNextState(row, state, 0);
        }

        /** Returns the golden vectors of this key. */
        GoldenVectors.Sequence toSequence(String key, List<List<Float>> x) {
            return new GoldenVectors.Sequence(key, x, y, state());
        }

        /** Checks that all numbers are finite; throws a BundleException that names the first other one. */
        private Trace requireFinite(String key) {
            for (int step = 0; step < y.size(); step++) {
                requireFinite(key, "row " + (step + 1) + ": y", y.get(step));
            }
            requireFinite(key, "after row " + y.size() + ": state", state());
            return this;
        }

        private static void requireFinite(String key, String where, List<Float> values) {
            for (int i = 0; i < values.size(); i++) {
                if (!Float.isFinite(values.get(i))) {
                    throw new BundleException("key " + key + ", " + where + "[" + i + "] is " + values.get(i)
                            + "; a step must give finite numbers for every event, those with missing readings"
                            + " included");
                }
            }
        }

        private List<Float> state() {
            return boxed(floats(state));
        }

        /** Returns the largest difference; throws a BundleException if one exceeds the tolerance or is not a number. */
        private double compare(
                GoldenVectors.Sequence expected,
                GoldenVectors.Tolerance tolerance,
                OutputComparison outputs,
                String how) {
            double largest = 0;
            for (int step = 0; step < y.size(); step++) {
                String where = "key " + expected.key() + " stepped " + how + ", step " + (step + 1) + ", y";
                largest = Math.max(largest, compare(where, expected.y().get(step), y.get(step), tolerance, outputs));
            }
            String where = "key " + expected.key() + " stepped " + how + ", after step " + y.size() + ", state";
            return Math.max(largest, compare(where, expected.state(), state(), tolerance, OutputComparison.ELEMENTS));
        }

        private static double compare(
                String where,
                List<Float> expected,
                List<Float> found,
                GoldenVectors.Tolerance tolerance,
                OutputComparison comparison) {
            double largest = 0;
            for (int i = 0; i < expected.size(); i++) {
                double difference = comparison.difference(expected, found, i);
                double allowed = tolerance.of(comparison.magnitude(expected, i));
                if (!(difference <= allowed)) {
                    throw new BundleException("golden.json is not reproduced: " + where + "[" + i + "]: expected "
                            + expected.get(i) + ", found " + found.get(i) + " (the tolerance is " + (float) allowed
                            + "); either weights, golden.json and engine do not belong together, or the result of a"
                            + " row depends on chance or on other rows (export the module in eval mode)");
                }
                largest = Math.max(largest, difference);
            }
            return largest;
        }
    }
}
