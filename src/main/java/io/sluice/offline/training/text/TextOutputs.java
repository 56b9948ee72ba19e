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

/** What a module gives for conversations, text by text from zeros on: from token ids, as the pipeline does it. */
final class TextOutputs {
    private static final int LANES = 256;
    /** From 4 rows on, a row's result does not depend on how many there are. */
    private static final int FEWEST_LANES = 4;

    private static final int WINDOW = 8;

    private final TextModule cell;
    private final int width;
    private final Network network;
    private final IdentityHashMap<Conversation, float[]> found = new IdentityHashMap<>();

    private TextOutputs(TextModule cell, Network network) {
        this.cell = cell;
        this.width = cell.sizes().output();
        this.network = network;
    }

    /** The outputs y of each conversation, step after step, in the order of the conversations. */
    static List<float[]> of(TextModule cell, byte[] archive, List<Conversation> conversations) throws IOException {
        try (Network network = Network.open(archive)) {
            TextOutputs outputs = new TextOutputs(cell, network);
            List<Conversation> byLength = conversations.stream()
                    .sorted(Comparator.comparing(Conversation::size))
                    .toList();
            for (int from = 0; from < byLength.size(); from += LANES) {
                outputs.run(byLength.subList(from, Math.min(byLength.size(), from + LANES)));
            }
            return conversations.stream()
                    .map(one -> Objects.requireNonNull(outputs.found.get(one)))
                    .toList();
        }
    }

    private void run(List<Conversation> lanes) {
        lanes.forEach(lane -> found.put(lane, new float[lane.size() * width]));
        int count = Math.max(FEWEST_LANES, lanes.size());
        int steps = lanes.stream().mapToInt(Conversation::size).max().orElse(0);
        float[] state = new float[count * cell.sizes().state()];
        for (int from = 0; from < steps; from += WINDOW) {
            run(lanes, count, from, Math.min(steps, from + WINDOW), state);
        }
    }

    private void run(List<Conversation> lanes, int count, int from, int to, float[] state) {
        int tokens = cell.sizes().input();
        try (NDManager arrays = network.newArrays()) {
            NDArray x = arrays.create(rows(lanes, count, from, to), new Shape(to - from, count, tokens));
            NDArray before = arrays.create(state, new Shape(count, cell.sizes().state()));
            NDList result = network.call("forward_seq", x, before);
            float[] y = result.get(0).toFloatArray();
            for (int lane = 0; lane < lanes.size(); lane++) {
                float[] own = Objects.requireNonNull(found.get(lanes.get(lane)));
                for (int step = from; step < Math.min(to, lanes.get(lane).size()); step++) {
                    System.arraycopy(y, ((step - from) * count + lane) * width, own, step * width, width);
                }
            }
            System.arraycopy(result.get(1).toFloatArray(), 0, state, 0, state.length);
        }
    }

    private long[] rows(List<Conversation> lanes, int count, int from, int to) {
        int tokens = cell.sizes().input();
        long[] x = new long[(to - from) * count * tokens];
        for (int lane = 0; lane < lanes.size(); lane++) {
            List<TextStep> texts = lanes.get(lane).utterances();
            for (int step = from; step < Math.min(to, texts.size()); step++) {
                texts.get(step).row(x, ((step - from) * count + lane) * tokens, tokens);
            }
        }
        return x;
    }
}
