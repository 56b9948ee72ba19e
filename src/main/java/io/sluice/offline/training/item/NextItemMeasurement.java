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

/** Steps a module through sessions side by side, and looks for each next click in the ranking before it. */
final class NextItemMeasurement {
    private static final int LANES = 128;
    private static final int DEPTH = 20;
    /** A large data set is measured on so many of its sessions, evenly spread. */
    private static final int MOST = 4_000;
    /** Below that of a part that has nothing to say, as the module has it. */
    private static final float LEFT_OUT = -2e9f;

    private final NextItemModule cell;
    private final byte[] archive;
    private long predictions;
    private long hits;
    private double reciprocals;

    private NextItemMeasurement(NextItemModule cell, byte[] archive) {
        this.cell = cell;
        this.archive = archive;
    }

    /** Of a module and of its parts; a part is left out by a bias of its share that nothing makes up for. */
    static NextItemMetrics of(NextItemModule cell, byte[] archive, List<CodedSession> sessions) throws IOException {
        int every = Math.max(1, (sessions.size() + MOST - 1) / MOST);
        List<CodedSession> some = IntStream.range(0, sessions.size())
                .filter(i -> i % every == 0)
                .mapToObj(sessions::get)
                .filter(session -> session.size() > 1)
                .sorted(Comparator.comparing(CodedSession::size))
                .toList();
        NextItemMeasurement whole = new NextItemMeasurement(cell, archive);
        Part all = whole.measure(some);
        return new NextItemMetrics(
                some.size(),
                whole.predictions,
                all.recall(),
                all.reciprocalRank(),
                new NextItemMeasurement(cell, without(archive, part -> part > 0)).measure(some),
                new NextItemMeasurement(cell, without(archive, part -> part == 0)).measure(some));
    }

    private Part measure(List<CodedSession> sessions) throws IOException {
        try (Network network = Network.open(archive)) {
            for (int from = 0; from < sessions.size(); from += LANES) {
                step(network, sessions.subList(from, Math.min(sessions.size(), from + LANES)));
            }
        }
        return new Part(hits / (double) predictions, reciprocals / predictions);
    }

    /** @param isLeftOut by the number of a part; 0 is the cell's softmax */
    private static byte[] without(byte[] archive, IntPredicate isLeftOut) throws IOException {
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

    private void step(Network network, List<CodedSession> lanes) {
        int steps = lanes.get(lanes.size() - 1).size() - 1;
        float[] state = new float[lanes.size() * cell.sizes().state()];
        for (int t = 0; t < steps; t++) {
            try (NDManager arrays = network.newArrays()) {
                long[] x = new long[lanes.size()];
                for (int lane = 0; lane < x.length; lane++) {
                    x[lane] = t < lanes.get(lane).size() ? lanes.get(lane).click(t) : 0;
                }
                NDArray before = arrays.create(
                        state, new Shape(lanes.size(), cell.sizes().state()));
                NDList found = network.call("forward", arrays.create(x, new Shape(lanes.size(), 1)), before);
                judge(lanes, t + 1, found.get(0).toFloatArray());
                state = found.get(1).toFloatArray();
            }
        }
    }

    private void judge(List<CodedSession> lanes, int next, float[] y) {
        int width = cell.sizes().output();
        for (int lane = 0; lane < lanes.size(); lane++) {
            if (next < lanes.get(lane).size()) {
                int rank = rank(y, lane * width, lanes.get(lane).click(next));
                predictions++;
                hits += rank > 0 ? 1 : 0;
                reciprocals += rank > 0 ? 1.0 / rank : 0;
            }
        }
    }

    /** From 1; 0 where the item is not among the first. */
    private int rank(float[] y, int at, int item) {
        for (int rank = 1; rank <= Math.min(DEPTH, cell.output().depth()); rank++) {
            if (item != 0 && y[at + rank - 1] == item) {
                return rank;
            }
        }
        return 0;
    }
}
