package io.sluice.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Steps a module through sessions side by side, and looks for each next click in the ranking before it. */
final class NextItemMeasurement {
    private static final int LANES = 128;
    private static final int DEPTH = 20;
    /** A large data set is measured on so many of its sessions, evenly spread. */
    private static final int MOST = 4_000;

    private final NextItemCell cell;
    private final byte[] archive;
    private long predictions;
    private long hits;
    private double reciprocals;

    private NextItemMeasurement(NextItemCell cell, byte[] archive) {
        this.cell = cell;
        this.archive = archive;
    }

    static NextItemFigures of(NextItemCell cell, byte[] archive, List<CodedSession> sessions) throws IOException {
        int every = Math.max(1, (sessions.size() + MOST - 1) / MOST);
        List<CodedSession> some = IntStream.range(0, sessions.size())
                .filter(i -> i % every == 0)
                .mapToObj(sessions::get)
                .filter(session -> session.size() > 1)
                .sorted(Comparator.comparing(CodedSession::size))
                .toList();
        return new NextItemMeasurement(cell, archive).measure(some);
    }

    private NextItemFigures measure(List<CodedSession> sessions) throws IOException {
        try (Network network = Network.open(archive)) {
            for (int from = 0; from < sessions.size(); from += LANES) {
                step(network, sessions.subList(from, Math.min(sessions.size(), from + LANES)));
            }
        }
        return new NextItemFigures(
                sessions.size(), predictions, hits / (double) predictions, reciprocals / predictions);
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
