package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A layer that attends to its own last K vectors. It is the soft alignment of Bahdanau, Cho and Bengio 2015 with the
 * "general" score of Luong, Pham and Manning 2015, equations 5, 7 and 8,
 *
 * <pre>
 *   a_s = softmax over s of h' W_score h_s,   c = sum of a_s h_s,   y = tanh(W_context [c; h])
 * </pre>
 *
 * where h is the inner layer's vector of this step, and the h_s are its vectors of the K steps before. In the first
 * step of a key, c is zero.
 *
 * <p>The packed state consists of the inner layer's state, the ring of K vectors, the number of filled slots, and the
 * number of the next slot to write. A step overwrites one slot of the ring and moves nothing. The slot differs from row
 * to row.
 *
 * @param window K
 */
record AttentionLayer(Layer inner, int hidden, int window) implements Layer {
    private static final String INNER = "_inner";

    @Override
    public int state() {
        return inner.state() + window * hidden + 2;
    }

    @Override
    public List<String> gates() {
        return Stream.concat(inner.gates().stream(), Stream.of("attended")).toList();
    }

    @Override
    public List<Parameter> weights(String suffix, RandomGenerator random) {
        double bound = 1 / Math.sqrt(hidden);
        List<Parameter> weights = new ArrayList<>(inner.weights(suffix + INNER, random));
        weights.add(Parameter.uniform("w_score" + suffix, random, bound, hidden, hidden));
        weights.add(Parameter.uniform("w_context" + suffix, random, bound, hidden, 2 * hidden));
        weights.add(slots("slots" + suffix, window));
        return weights;
    }

    /** Returns the numbers of the slots of a ring, from 0. Training does not change them. */
    static Parameter slots(String name, int window) {
        float[] numbers = new float[window];
        for (int slot = 0; slot < window; slot++) {
            numbers[slot] = slot;
        }
        return new Parameter(name, List.of(window), numbers);
    }

    @Override
    public String methods(String className, String suffix) {
        String ownMethods =
                ScriptSource.read("cell/attention.torchscript") + "\n" + ScriptSource.read("cell/loop.torchscript");
        Map<String, ?> values = Map.of(
                "CLASS", "__torch__." + className,
                "LAYER", suffix,
                "MEMORY", inner.state(),
                "HIDDEN", hidden,
                "WINDOW", window);
        return inner.methods(className, suffix + INNER) + "\n" + ScriptSource.fill(ownMethods, values);
    }
}
