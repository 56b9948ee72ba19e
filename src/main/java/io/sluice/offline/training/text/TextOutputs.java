package io.sluice.offline.training.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Computes the outputs of a module for conversations. Each starts from zeros and enters as token ids, as in serving.
 */
final class TextOutputs {
    private static final int BATCH = 256;
    /** The smallest batch. From 4 rows on, the result of a row does not depend on the number of rows. */
    private static final int MIN_BATCH = 4;

    private static final int WINDOW = 8;

    private final TextModule module;
    private final int width;
    private final Network network;
    private final IdentityHashMap<Conversation, float[]> outputs = new IdentityHashMap<>();

    private TextOutputs(TextModule module, Network network) {
        this.module = module;
        this.width = module.sizes().output();
        this.network = network;
    }

    /** Returns the outputs y of each conversation, step after step. */
    static List<float[]> compute(TextModule module, byte[] archive, List<Conversation> conversations)
            throws IOException {
        try (Network network = Network.open(archive)) {
            TextOutputs computed = new TextOutputs(module, network);
            List<Conversation> byLength = conversations.stream()
                    .sorted(Comparator.comparing(Conversation::size))
                    .toList();
            for (int from = 0; from < byLength.size(); from += BATCH) {
                computed.run(byLength.subList(from, Math.min(byLength.size(), from + BATCH)));
            }
            return conversations.stream()
                    .map(conversation -> Objects.requireNonNull(computed.outputs.get(conversation)))
                    .toList();
        }
    }

    private void run(List<Conversation> batch) {
        batch.forEach(conversation -> outputs.put(conversation, new float[conversation.size() * width]));
        int rows = Math.max(MIN_BATCH, batch.size());
        int steps = batch.stream().mapToInt(Conversation::size).max().orElse(0);
        float[] state = new float[rows * module.sizes().state()];
        for (int from = 0; from < steps; from += WINDOW) {
            run(batch, rows, from, Math.min(steps, from + WINDOW), state);
        }
    }

    private void run(List<Conversation> batch, int rows, int from, int to, float[] state) {
        int tokens = module.sizes().input();
        try (NDManager arrays = network.newArrays()) {
            NDArray x = arrays.create(ids(batch, rows, from, to), new Shape(to - from, rows, tokens));
            NDArray before = arrays.create(state, new Shape(rows, module.sizes().state()));
            NDList result = network.call("forward_seq", x, before);
            float[] y = result.get(0).toFloatArray();
            for (int row = 0; row < batch.size(); row++) {
                float[] target = Objects.requireNonNull(outputs.get(batch.get(row)));
                for (int step = from; step < Math.min(to, batch.get(row).size()); step++) {
                    System.arraycopy(y, ((step - from) * rows + row) * width, target, step * width, width);
                }
            }
            System.arraycopy(result.get(1).toFloatArray(), 0, state, 0, state.length);
        }
    }

    private long[] ids(List<Conversation> batch, int rows, int from, int to) {
        int tokens = module.sizes().input();
        long[] x = new long[(to - from) * rows * tokens];
        for (int row = 0; row < batch.size(); row++) {
            List<TextStep> texts = batch.get(row).steps();
            for (int step = from; step < Math.min(to, texts.size()); step++) {
                texts.get(step).copyIds(x, ((step - from) * rows + row) * tokens, tokens);
            }
        }
        return x;
    }
}
