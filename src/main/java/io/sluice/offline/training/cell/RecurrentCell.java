package io.sluice.offline.training.cell;

import io.sluice.Internal;
import io.sluice.offline.training.onnx.RecurrentOperator;
import io.sluice.offline.training.torchscript.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The recurrent part of a module: a cell of one {@link CellKind}, in one layer or several.
 *
 * <p>A module with this cell includes {@link #initialWeights} in its parameters and {@link #methods} in its methods. It
 * calls {@code y, state = (self).cell_step(x, state)} for one event, or {@code cell_sequence} for several, and reserves
 * {@link #state} floats of its packed state for the cell:
 *
 * <pre>{@code
 * RecurrentCell cell = choice.cell(features, hidden);
 * weights.addAll(cell.initialWeights(random));
 * Map<String, ?> sizes = Map.of("MEMORY", cell.state(), "HIDDEN", cell.hidden());
 * String source = cell.methods("MyModel") + ScriptSource.fill(own, sizes);
 * }</pre>
 *
 * <p>For every kind, y has H numbers, and a state of zeros belongs to a key that was never seen. If H is a multiple of
 * 8, the result of a row does not depend on the other rows of the batch.
 */
@Internal
public final class RecurrentCell {
    private final CellKind kind;
    private final int hidden;
    private final List<Layer> layers;

    /**
     * @param input I, the width of x
     * @param hidden H, the units of each layer and the width of y
     * @param layers the number of layers; the first one sees x, every other one the output of the layer below
     * @param window K, the number of steps in a ring, for kinds that have one
     */
    public RecurrentCell(CellKind kind, int input, int hidden, int layers, int window) {
        this.kind = kind;
        this.hidden = hidden;
        this.layers = IntStream.range(0, layers)
                .mapToObj(layer -> kind.layer(layer == 0 ? input : hidden, hidden, window))
                .toList();
    }

    /** Returns H, the width of y. */
    public int hidden() {
        return hidden;
    }

    /** Returns the number of floats in its packed state. */
    public int state() {
        return layers.stream().mapToInt(Layer::state).sum();
    }

    /** Returns the names of the gates that {@code cell_gates} returns; an RNN has none. */
    public List<String> gates() {
        return layers.get(0).gates();
    }

    /** Returns the cell in ONNX; empty if its kind has no operator there. */
    public Optional<OnnxCell> onnx() {
        List<String> suffixes =
                IntStream.range(0, layers.size()).mapToObj(this::suffix).toList();
        return operator().map(operator -> new OnnxCell(operator, hidden, suffixes));
    }

    private Optional<RecurrentOperator> operator() {
        return switch (kind) {
            case GRU -> Optional.of(RecurrentOperator.GRU);
            case LSTM -> Optional.of(RecurrentOperator.LSTM);
            case RNN, GRU_CHO, LSTM_PEEPHOLE, GRU_RESIDUAL, RNN_ATTENTION, GRU_ATTENTION, LSTM_ATTENTION, TRANSFORMER ->
                Optional.empty();
        };
    }

    /** Creates the initial weights of all layers. */
    public List<Parameter> initialWeights(RandomGenerator random) {
        List<Parameter> weights = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            weights.addAll(layers.get(layer).weights(suffix(layer), random));
        }
        return weights;
    }

    /** Returns true if training changes the parameter. The numbers of the slots of a ring stay constant. */
    public static boolean learns(String parameter) {
        return !parameter.startsWith("slots");
    }

    /** A cell of one layer has no suffixes: its weights are called {@code w_ih}, not {@code w_ih_0}. */
    private String suffix(int layer) {
        return layers.size() == 1 ? "" : "_" + layer;
    }

    /**
     * Returns the TorchScript source of {@code cell_step}, {@code cell_sequence} and {@code cell_gates}, as
     * {@link Layer#methods} describes them. The gates of several layers are concatenated, the lowest layer first.
     *
     * @param className the class of the module
     */
    public String methods(String className) {
        String layerMethods = IntStream.range(0, layers.size())
                .mapToObj(layer -> layers.get(layer).methods(className, suffix(layer)))
                .collect(Collectors.joining("\n"));
        return layers.size() == 1
                ? layerMethods
                : layerMethods
                        + stackedMethod(className, "cell_step", 1)
                        + stackedMethod(className, "cell_sequence", 1)
                        + stackedGates(className);
    }

    /** Returns the source of a method that calls {@code method} of each layer on the output of the layer below. */
    private String stackedMethod(String className, String method, int dimension) {
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
