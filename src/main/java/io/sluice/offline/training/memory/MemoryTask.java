package io.sluice.offline.training.memory;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.tracker.Tracker;
import io.sluice.offline.training.cell.CellKind;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.loop.Adam;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A task that needs a long memory: the cell reads a sequence of random symbols, and predicts the first symbol after
 * each step. It measures how far gradients reach back in the cell.
 *
 * <p>The measure is the norm of d(v y_T) / d x_(T-k), as the mean over sequences. Here y_T is the output of the cell at
 * the last step, v a random direction for each sequence, and x_(T-k) the input k steps before. If the norm falls to 0
 * at k, the cell cannot learn a dependency over k steps (Bengio, Simard and Frasconi 1994; Hochreiter and Schmidhuber
 * 1997).
 */
final class MemoryTask implements AutoCloseable {
    private static final int SYMBOLS = 8;
    private static final int SEQUENCES = 64;
    private static final float RATE = 0.005f;
    private static final String METHODS = """

              def last(self: __torch__.Recall,
                x: Tensor,
                state: Tensor) -> Tensor:
                y, next = (self).cell_sequence(x, state)
                return torch.select(y, 0, -1)

              def loss(self: __torch__.Recall,
                x: Tensor,
                first: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                y, next = (self).cell_sequence(x, state)
                logits = torch.linear(y, self.w_o, self.b_o)
                asked = torch.repeat(first, [torch.size(x, 0)])
                right = torch.eq(torch.argmax(torch.select(logits, 0, -1), 1), first)
                return (torch.cross_entropy_loss(torch.flatten(logits, 0, 1), asked), torch.mean(torch.to(right, 6)))
            """;

    private final RecurrentCell cell;
    private final int steps;
    private final Random random;
    private final boolean gradientMode;
    private final Network network;
    private final Adam adam;

    /** @param steps the length of a sequence, T */
    MemoryTask(CellKind kind, int hidden, int steps, long seed) throws IOException {
        this.cell = new RecurrentCell(kind, SYMBOLS, hidden, 1, 16);
        this.steps = steps;
        this.random = new Random(seed);
        Engine.getEngine("PyTorch"); // loads the native libraries
        this.gradientMode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        this.network = Network.trainable(archive(seed));
        Map<String, NDArray> trainable = new LinkedHashMap<>();
        network.weights().forEach((name, weight) -> {
            weight.setRequiresGradient(RecurrentCell.learns(name));
            if (RecurrentCell.learns(name)) {
                trainable.put(name, weight);
            }
        });
        this.adam = new Adam(trainable, Tracker.fixed(RATE), 1, 0);
    }

    private byte[] archive(long seed) throws IOException {
        SplittableRandom weights = new SplittableRandom(seed);
        List<Parameter> parameters = new ArrayList<>(cell.initialWeights(weights));
        parameters.add(Parameter.uniform("w_o", weights, 1 / Math.sqrt(cell.hidden()), SYMBOLS, cell.hidden()));
        parameters.add(Parameter.zeros("b_o", SYMBOLS));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, "Recall", parameters, cell.methods("Recall") + METHODS);
        return out.toByteArray();
    }

    /** Trains the cell. Each update learns from new random sequences. */
    void learn(int updates) {
        for (int update = 0; update < updates; update++) {
            network.setLearning(true);
            try (NDManager arrays = network.newArrays()) {
                Sequences sequences = new Sequences(arrays);
                backward(() -> sequences.call("loss").get(0));
                adam.update(arrays, Map.of());
            }
        }
    }

    /** Returns the share of new random sequences whose first symbol the cell predicts after the last step. */
    double accuracy() {
        network.setLearning(false);
        double right = 0;
        int batches = 8;
        for (int batch = 0; batch < batches; batch++) {
            try (NDManager arrays = network.newArrays()) {
                right += new Sequences(arrays).call("loss").get(1).getFloat();
            }
        }
        return right / batches;
    }

    /** Returns the mean norms of the gradient by distance, from k = 0 to T - 1. */
    List<Double> gradientNorms() {
        network.setLearning(true);
        try (NDManager arrays = network.newArrays()) {
            Sequences sequences = new Sequences(arrays);
            sequences.x.setRequiresGradient(true);
            NDArray directions = arrays.create(unitVectors(), new Shape(SEQUENCES, cell.hidden()));
            backward(() -> sequences.last().mul(directions).sum());
            NDArray norms =
                    sequences.x.getGradient().pow(2).sum(new int[] {2}).sqrt().mean(new int[] {1});
            List<Double> byDistance = new ArrayList<>();
            for (int k = 0; k < steps; k++) {
                byDistance.add((double) norms.getFloat(steps - 1 - k));
            }
            return byDistance;
        }
    }

    private static void backward(Supplier<NDArray> scalar) {
        try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
            gradients.backward(scalar.get());
        }
    }

    private float[] unitVectors() {
        float[] vectors = new float[SEQUENCES * cell.hidden()];
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            double[] vector = random.doubles(cell.hidden(), -1, 1).toArray();
            double norm = Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
            for (int i = 0; i < vector.length; i++) {
                vectors[sequence * vector.length + i] = (float) (vector[i] / norm);
            }
        }
        return vectors;
    }

    /** Random sequences of one-hot symbols x [T, B, 8], and the first symbol of each sequence [B]. */
    private final class Sequences {
        private final NDManager arrays;
        private final NDArray x;
        private final NDArray first;

        Sequences(NDManager arrays) {
            this.arrays = arrays;
            float[] symbols = new float[steps * SEQUENCES * SYMBOLS];
            long[] firsts = new long[SEQUENCES];
            for (int at = 0; at < steps * SEQUENCES; at++) {
                int symbol = random.nextInt(SYMBOLS);
                symbols[at * SYMBOLS + symbol] = 1;
                if (at < SEQUENCES) {
                    firsts[at] = symbol;
                }
            }
            this.x = arrays.create(symbols, new Shape(steps, SEQUENCES, SYMBOLS));
            this.first = arrays.create(firsts, new Shape(SEQUENCES));
        }

        NDList call(String method) {
            return network.call(method, x, first, arrays.zeros(new Shape(SEQUENCES, cell.state())));
        }

        NDArray last() {
            return network.call("last", x, arrays.zeros(new Shape(SEQUENCES, cell.state())))
                    .get(0);
        }
    }

    @Override
    public void close() {
        network.close();
        JniUtils.setGradMode(gradientMode);
    }
}
