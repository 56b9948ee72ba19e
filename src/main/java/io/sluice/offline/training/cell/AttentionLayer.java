package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A layer that looks back on its own last K vectors: soft alignment (Bahdanau, Cho and Bengio 2015) with the "general"
 * score of Luong, Pham and Manning 2015, equations 5, 7 and 8,
 *
 * <pre>
 *   a_s = softmax over s of h' W_score h_s,   c = sum of a_s h_s,   y = tanh(W_context [c; h])
 * </pre>
 *
 * where h is the inner layer's vector of this step and h_s those of the K steps before. On a key's first step c is
 * zero.
 *
 * <p>The packed state is the inner layer's, the ring of K vectors, how many of them are filled, and the slot that is
 * written next. The ring stays where it is and one slot is overwritten, whose place differs from row to row.
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

    /** The numbers of a ring's slots from 0; they are not learned. */
    static Parameter slots(String name, int window) {
        float[] numbers = new float[window];
        for (int slot = 0; slot < window; slot++) {
            numbers[slot] = slot;
        }
        return new Parameter(name, List.of(window), numbers);
    }

    @Override
    public String methods(String className, String suffix) {
        String own =
                ScriptSource.read("cell/attention.torchscript") + "\n" + ScriptSource.read("cell/loop.torchscript");
        Map<String, ?> values = Map.of(
                "CLASS", "__torch__." + className,
                "LAYER", suffix,
                "MEMORY", inner.state(),
                "HIDDEN", hidden,
                "WINDOW", window);
        return inner.methods(className, suffix + INNER) + "\n" + ScriptSource.fill(own, values);
    }
}
