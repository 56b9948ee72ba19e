package io.sluice.offline.training.cell;

import io.sluice.Internal;
import io.sluice.offline.training.torchscript.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The recurrent part of a model: one of {@link CellKind}, in one layer or several, to be put into a module.
 *
 * <p>A module that has this cell takes {@link #initialWeights} among its parameters and {@link #methods} among its own
 * methods, calls {@code y, state = (self).cell_step(x, state)} for an event or {@code cell_sequence} for many, and
 * gives the cell {@link #state} floats of its packed state:
 *
 * <pre>{@code
 * Cell cell = choice.cell(features, hidden);
 * weights.addAll(cell.initialWeights(random));
 * String source = cell.methods("MyModel") + ScriptSource.fill(mine, Map.of("MEMORY", cell.state(), "HIDDEN", cell.hidden()));
 * }</pre>
 *
 * <p>Whatever the kind, y has H numbers, and a state of zeros is a key never seen. With H a multiple of 8 a row's
 * result does not depend on the rows beside it.
 */
@Internal
public final class RecurrentCell {
    private final int hidden;
    private final List<Layer> layers;

    /**
     * @param input I, the width of x
     * @param hidden H, the units of each layer and the width of y
     * @param layers how many; the first sees x, each other one what the layer below gives
     * @param window K, the steps that a ring holds, where the kind has one
     */
    public RecurrentCell(CellKind kind, int input, int hidden, int layers, int window) {
        this.hidden = hidden;
        this.layers = IntStream.range(0, layers)
                .mapToObj(layer -> kind.layer(layer == 0 ? input : hidden, hidden, window))
                .toList();
    }

    /** H, the width of y. */
    public int hidden() {
        return hidden;
    }

    /** Floats of its packed state. */
    public int state() {
        return layers.stream().mapToInt(Layer::state).sum();
    }

    /** The gates that {@code cell_gates} tells, by their effect; an RNN has none. */
    public List<String> gates() {
        return layers.get(0).gates();
    }

    /** Weights to start from. */
    public List<Parameter> initialWeights(RandomGenerator random) {
        List<Parameter> weights = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            weights.addAll(layers.get(layer).weights(suffix(layer), random));
        }
        return weights;
    }

    /** Whether training changes the parameter of a cell; the numbers of a ring's slots stay as they are. */
    public static boolean learns(String parameter) {
        return !parameter.startsWith("slots");
    }

    /** A cell of one layer has no suffixes: {@code w_ih} rather than {@code w_ih_0}. */
    private String suffix(int layer) {
        return layers.size() == 1 ? "" : "_" + layer;
    }

    /**
     * The methods {@code cell_step}, {@code cell_sequence} and {@code cell_gates}, as {@link Layer#methods} describes
     * them; the gates of several layers stand side by side, the lowest first.
     *
     * @param className the module's class
     */
    public String methods(String className) {
        String ofLayers = IntStream.range(0, layers.size())
                .mapToObj(layer -> layers.get(layer).methods(className, suffix(layer)))
                .collect(Collectors.joining("\n"));
        return layers.size() == 1
                ? ofLayers
                : ofLayers
                        + stacked(className, "cell_step", 1)
                        + stacked(className, "cell_sequence", 1)
                        + stackedGates(className);
    }

    /** Each layer's {@code method} on what the layer below gives. */
    private String stacked(String className, String method, int dimension) {
        StringBuilder source = new StringBuilder(head(className, method, "Tuple[Tensor, Tensor]"));
        for (int layer = 0; layer < layers.size(); layer++) {
            source.append("    y_%d, next_%d = (self).%s_%d(%s, state_%d)\n"
                    .formatted(layer, layer, method, layer, below(layer), layer));
        }
        return source.append("    return (y_%d, torch.cat([%s], %d))\n"
                        .formatted(layers.size() - 1, each("next_%d"), dimension))
                .toString();
    }

    private String stackedGates(String className) {
        StringBuilder source = new StringBuilder(head(className, "cell_gates", "Dict[str, Tensor]"));
        for (int layer = 0; layer < layers.size(); layer++) {
            source.append("    y_%d, next_%d = (self).cell_step_%d(%s, state_%d)\n"
                    .formatted(layer, layer, layer, below(layer), layer));
            source.append(
                    "    gates_%d = (self).cell_gates_%d(%s, state_%d)\n".formatted(layer, layer, below(layer), layer));
        }
        String joined = gates().stream()
                .map(gate -> "\"" + gate + "\": torch.cat([" + each("gates_%d[\"" + gate + "\"]") + "], 1)")
                .collect(Collectors.joining(", "));
        return source.append("    return annotate(Dict[str, Tensor], {" + joined + "})\n")
                .toString();
    }

    private String head(String className, String method, String result) {
        String sizes =
                layers.stream().map(layer -> Integer.toString(layer.state())).collect(Collectors.joining(", "));
        return """

                  def %s(self: __torch__.%s,
                    x: Tensor,
                    state: Tensor) -> %s:
                    %s = torch.split_with_sizes(state, [%s], 1)
                """.formatted(method, className, result, each("state_%d"), sizes);
    }

    private static String below(int layer) {
        return layer == 0 ? "x" : "y_" + (layer - 1);
    }

    private String each(String form) {
        return IntStream.range(0, layers.size()).mapToObj(form::formatted).collect(Collectors.joining(", "));
    }
}
