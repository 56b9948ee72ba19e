package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A layer with a shortcut around it: y = F(x) + x, or y = F(x) + W x if x and y differ in width (He et al. 2016, "Deep
 * Residual Learning for Image Recognition", equations 1 and 2). Its state is that of the inner layer.
 *
 * @param inner the layer F
 * @param input the width of x
 * @param hidden the width of y
 */
record ResidualLayer(Layer inner, int input, int hidden) implements Layer {
    private static final String INNER = "_inner";

    @Override
    public int state() {
        return inner.state();
    }

    @Override
    public List<String> gates() {
        return inner.gates();
    }

    @Override
    public List<Parameter> weights(String suffix, RandomGenerator random) {
        List<Parameter> weights = new ArrayList<>(inner.weights(suffix + INNER, random));
        if (input != hidden) {
            weights.add(Parameter.uniform("w_skip" + suffix, random, 1 / Math.sqrt(input), hidden, input));
        }
        return weights;
    }

    @Override
    public String methods(String className, String suffix) {
        String shortcut = input == hidden ? "x" : "torch.linear(x, self.w_skip" + suffix + ")";
        return inner.methods(className, suffix + INNER)
                + "\n"
                + ScriptSource.fill(
                        ScriptSource.read("cell/residual.torchscript"),
                        Map.of("CLASS", "__torch__." + className, "LAYER", suffix, "SHORTCUT", shortcut));
    }
}
