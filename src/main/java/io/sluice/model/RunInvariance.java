package io.sluice.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Measures if a run of several steps in one call gives what single steps give, alone and beside other runs. Some are
 * shorter than others and are padded. Calls of short and of long runs are filled up to {@value #MOST_CELLS} cells, the
 * default of {@code sluice.batch.rows}.
 *
 * <p>The sequences are those of the golden keys, and all of them one after another, cut to the longest run.
 */
final class RunInvariance {
    /** Short runs, one of which is no power of two; kernels may differ for them. */
    private static final int[] LENGTHS = {2, 3, 7};

    /** The largest number of steps times rows in a call. */
    private static final int MOST_CELLS = 512;

    private final StepModel model;
    private final List<Sequence> sequences = new ArrayList<>();

    /** Rows x of one key from the initial state, and what single steps give for them. */
    private static final class Sequence {
        private final List<List<Float>> x;
        private final List<float[]> y = new ArrayList<>();
        private final List<byte[]> states = new ArrayList<>();

        Sequence(List<List<Float>> x) {
            this.x = x;
        }
    }

    private RunInvariance(StepModel model) {
        this.model = model;
    }

    /**
     * Returns the largest difference between a step of a run and the same step alone; 0 if all bits are equal, infinite
     * if the model fails on a run or gives something else than numbers.
     */
    static double measure(StepModel model, GoldenVectors golden) {
        if (model.longestRun() == 1) {
            return 0;
        }
        RunInvariance invariance = new RunInvariance(model);
        List<List<Float>> all = new ArrayList<>();
        for (GoldenVectors.Sequence key : golden.keys()) {
            invariance.add(key.x());
            all.addAll(key.x());
        }
        while (all.size() < model.longestRun()) {
            all.addAll(List.copyOf(all));
        }
        invariance.add(all);
        try {
            return invariance.compareAll();
        } catch (EngineException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private void add(List<List<Float>> x) {
        Sequence sequence = new Sequence(x.subList(0, Math.min(x.size(), model.longestRun())));
        StepBatch batch = model.newBatch(1);
        byte[] state = model.initialState();
        for (List<Float> row : sequence.x) {
            batch.putInput(0, row);
            batch.putState(0, state, 0);
            batch.rows(1);
            model.step(batch);
            state = state(batch, 0);
            sequence.y.add(output(batch, 0));
            sequence.states.add(state);
        }
        sequences.add(sequence);
    }

    private double compareAll() {
        double largest = Math.max(compareFull(model.longestRun(), 0), compareFull(model.longestRun(), 5));
        for (int length : LENGTHS) {
            largest = Math.max(largest, compareFull(Math.min(length, model.longestRun()), 0));
        }
        for (Sequence sequence : sequences) {
            List<Sequence> alone = List.of(sequence);
            largest = Math.max(largest, compare(alone, List.of(sequence.x.size())));
            for (int length : LENGTHS) {
                int steps = Math.min(length, sequence.x.size());
                largest = Math.max(largest, compare(alone, List.of(steps)));
            }
        }
        return largest;
    }

    /**
     * Fills a call with the sequences, again and again.
     *
     * @param steps the number of steps of the longest run
     * @param cut each run is cut by so many steps more than the one before it
     */
    private double compareFull(int steps, int cut) {
        List<Sequence> beside = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (int row = 0; row < Math.max(1, MOST_CELLS / steps); row++) {
            Sequence sequence = sequences.get(sequences.size() - 1 - row % sequences.size()); // the longest comes first
            beside.add(sequence);
            lengths.add(Math.max(1, Math.min(steps, sequence.x.size()) - row * cut));
        }
        return compare(beside, lengths);
    }

    /** Steps the beginnings of sequences side by side in one call. */
    private double compare(List<Sequence> beside, List<Integer> lengths) {
        int steps = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
        StepBatch batch = model.newBatch(steps * beside.size());
        batch.runs(steps, beside.size());
        for (int row = 0; row < beside.size(); row++) {
            batch.putState(row, model.initialState(), 0);
            for (int step = 0; step < lengths.get(row); step++) {
                batch.putInput(batch.cell(step, row), beside.get(row).x.get(step));
            }
        }
        model.step(batch);
        double largest = 0;
        for (int row = 0; row < beside.size(); row++) {
            for (int step = 0; step < lengths.get(row); step++) {
                int cell = batch.cell(step, row);
                Sequence alone = beside.get(row);
                largest = Math.max(largest, difference(alone.y.get(step), output(batch, cell)));
                largest = Math.max(
                        largest,
                        difference(GoldenRun.floats(alone.states.get(step)), GoldenRun.floats(state(batch, cell))));
            }
        }
        return largest;
    }

    private static double difference(float[] alone, float[] inRun) {
        double largest = 0;
        for (int i = 0; i < alone.length; i++) {
            if (Float.floatToRawIntBits(alone[i]) != Float.floatToRawIntBits(inRun[i])) {
                double difference = Math.abs((double) alone[i] - inRun[i]);
                double positive =
                        Math.max(difference, Float.MIN_VALUE); // zeros of two signs differ in their bits alone
                largest = Math.max(largest, Double.isNaN(positive) ? Double.POSITIVE_INFINITY : positive);
            }
        }
        return largest;
    }

    private byte[] state(StepBatch batch, int row) {
        byte[] state = new byte[batch.stateRowBytes()];
        batch.getNextState(row, state, 0);
        return state;
    }

    private float[] output(StepBatch batch, int row) {
        float[] y = new float[model.sizes().output()];
        batch.getOutput(row, y);
        return y;
    }
}
