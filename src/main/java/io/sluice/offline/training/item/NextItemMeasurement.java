package io.sluice.offline.training.item;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.item.NextItemMetrics.Part;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Measures the {@link NextItemMetrics} of a model: steps it through sessions and finds the rank of each next click. */
final class NextItemMeasurement {
    private static final int BATCH = 128;
    private static final int DEPTH = 20;
    /** The most sessions. A larger data set is measured on a sample of them, evenly spread. */
    private static final int MAX_SESSIONS = 4_000;
    /** The bias of a part that is left out. It is below the module's bias of a part without rules. */
    private static final float LEFT_OUT = -2e9f;

    private final NextItemModule module;
    private final byte[] archive;
    private long predictions;
    private long hits;
    private double reciprocals;

    private NextItemMeasurement(NextItemModule module, byte[] archive) {
        this.module = module;
        this.archive = archive;
    }

    /** Measures a module and its parts. A very low bias of its gate leaves a part out. */
    static NextItemMetrics measure(NextItemModule module, byte[] archive, List<CodedSession> sessions)
            throws IOException {
        int every = Math.max(1, (sessions.size() + MAX_SESSIONS - 1) / MAX_SESSIONS);
        List<CodedSession> sample = IntStream.range(0, sessions.size())
                .filter(i -> i % every == 0)
                .mapToObj(sessions::get)
                .filter(session -> session.size() > 1)
                .sorted(Comparator.comparing(CodedSession::size))
                .toList();
        NextItemMeasurement whole = new NextItemMeasurement(module, archive);
        Part all = whole.measure(sample);
        return new NextItemMetrics(
                sample.size(),
                whole.predictions,
                all.recall(),
                all.reciprocalRank(),
                new NextItemMeasurement(module, withoutParts(archive, part -> part > 0)).measure(sample),
                new NextItemMeasurement(module, withoutParts(archive, part -> part == 0)).measure(sample));
    }

    private Part measure(List<CodedSession> sessions) throws IOException {
        try (Network network = Network.open(archive)) {
            for (int from = 0; from < sessions.size(); from += BATCH) {
                step(network, sessions.subList(from, Math.min(sessions.size(), from + BATCH)));
            }
        }
        return new Part(hits / (double) predictions, reciprocals / predictions);
    }

    /**
     * Returns an archive whose gate leaves out some parts of the mixture.
     *
     * @param isLeftOut returns true for the number of a part to leave out; part 0 is the softmax of the cell
     */
    private static byte[] withoutParts(byte[] archive, IntPredicate isLeftOut) throws IOException {
        try (Network network = Network.trainable(archive);
                NDManager arrays = network.newArrays()) {
            NDArray biases = Objects.requireNonNull(network.weights().get("b_gate"));
            biases.setRequiresGradient(false);
            float[] changed = biases.toFloatArray();
            IntStream.range(0, changed.length).filter(isLeftOut).forEach(part -> changed[part] = LEFT_OUT);
            Network.copy(arrays.create(changed), biases);
            return network.archive();
        }
    }

    private void step(Network network, List<CodedSession> batch) {
        int steps = batch.get(batch.size() - 1).size() - 1;
        float[] state = new float[batch.size() * module.sizes().state()];
        for (int t = 0; t < steps; t++) {
            try (NDManager arrays = network.newArrays()) {
                long[] x = new long[batch.size()];
                for (int row = 0; row < x.length; row++) {
                    x[row] = t < batch.get(row).size() ? batch.get(row).click(t) : 0;
                }
                NDArray before = arrays.create(
                        state, new Shape(batch.size(), module.sizes().state()));
                NDList result = network.call("forward", arrays.create(x, new Shape(batch.size(), 1)), before);
                count(batch, t + 1, result.get(0).toFloatArray());
                state = result.get(1).toFloatArray();
            }
        }
    }

    private void count(List<CodedSession> batch, int next, float[] y) {
        int width = module.sizes().output();
        for (int row = 0; row < batch.size(); row++) {
            if (next < batch.get(row).size()) {
                int rank = rank(y, row * width, batch.get(row).click(next));
                predictions++;
                hits += rank > 0 ? 1 : 0;
                reciprocals += rank > 0 ? 1.0 / rank : 0;
            }
        }
    }

    /** Returns the rank of an item, from 1; 0 if it is not among the first {@value #DEPTH}. */
    private int rank(float[] y, int offset, int item) {
        for (int rank = 1; rank <= Math.min(DEPTH, module.output().depth()); rank++) {
            if (item != 0 && y[offset + rank - 1] == item) {
                return rank;
            }
        }
        return 0;
    }
}
