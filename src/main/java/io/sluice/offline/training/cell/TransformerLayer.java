package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.config.ConfigException;

/**
 * A causal transformer layer that sees the last K steps, including the current one: Vaswani et al. 2017, "Attention Is
 * All You Need", sections 3.1 to 3.3, with {@value #HEADS} heads. It normalises after each part, as the paper does.
 *
 * <p>The packed state holds the keys and values of the last K steps (two rings, the number of filled slots, and the
 * number of the next slot to write), so a step computes a single query. The position of a step is expressed by a
 * learned number for each head and age, which is added to the scores (Raffel et al. 2020), because a stream has no
 * first position. If the input is not as wide as the layer, a linear map embeds it first.
 *
 * @param window K
 */
record TransformerLayer(int input, int hidden, int window) implements Layer {
    private static final int HEADS = 4;
    /** The inner width of the position-wise network, as a multiple of H. */
    private static final int WIDENING = 4;

    TransformerLayer {
        if (hidden % HEADS != 0) {
            throw new ConfigException("hidden is " + hidden + ", but cell transformer has " + HEADS
                    + " heads; set hidden to a multiple of " + HEADS);
        }
    }

    @Override
    public int state() {
        return 2 * window * hidden + 2;
    }

    @Override
    public List<String> gates() {
        return List.of("attended");
    }

    @Override
    public List<Parameter> weights(String suffix, RandomGenerator random) {
        List<Parameter> weights = new ArrayList<>();
        if (input != hidden) {
            weights.addAll(linear("in" + suffix, random, hidden, input));
        }
        weights.addAll(linear("qkv" + suffix, random, 3 * hidden, hidden));
        weights.addAll(linear("out" + suffix, random, hidden, hidden));
        weights.addAll(linear("wide" + suffix, random, WIDENING * hidden, hidden));
        weights.addAll(linear("narrow" + suffix, random, hidden, WIDENING * hidden));
        weights.add(Parameter.zeros("w_age" + suffix, window, HEADS));
        for (String norm : List.of("_a", "_f")) {
            weights.add(Parameter.filled("scale" + norm + suffix, 1f, hidden));
            weights.add(Parameter.zeros("shift" + norm + suffix, hidden));
        }
        weights.add(AttentionLayer.slots("slots" + suffix, window));
        return weights;
    }

    private static List<Parameter> linear(String name, RandomGenerator random, int to, int from) {
        double bound = 1 / Math.sqrt(from);
        return List.of(
                Parameter.uniform("w_" + name, random, bound, to, from),
                Parameter.uniform("b_" + name, random, bound, to));
    }

    @Override
    public String methods(String className, String suffix) {
        String embedded = input == hidden ? "x" : "torch.linear(x, self.w_inLAYER, self.b_inLAYER)";
        String ownMethods =
                ScriptSource.read("cell/transformer.torchscript") + "\n" + ScriptSource.read("cell/loop.torchscript");
        Map<String, ?> values = Map.of(
                "CLASS", "__torch__." + className,
                "LAYER", suffix,
                "HIDDEN", hidden,
                "WINDOW", window,
                "HEADS", HEADS,
                "SCALE", 1 / Math.sqrt((double) hidden / HEADS));
        return ScriptSource.fill(ownMethods.replace("EMBEDDED", embedded), values);
    }
}
