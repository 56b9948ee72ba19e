package io.sluice.offline.training.sensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.cell.RecurrentCell;
import io.sluice.offline.training.onnx.OnnxNetwork;
import io.sluice.offline.training.onnx.OnnxNodes;
import io.sluice.offline.training.onnx.OnnxStep;
import io.sluice.offline.training.recipe.GoldenInputs;
import io.sluice.offline.training.recipe.GoldenSequences;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A GRU with a linear head and random weights, to measure what a network of its size costs. The time does not depend on
 * the weights. Its input is the readings of {@value #CHANNELS} channels. Its outputs are a surprise, which is above 0
 * so that it is scored, and a forecast of each channel.
 */
public final class UntrainedGru {
    private static final int CHANNELS = 8;
    /** The rows of the output layer: a multiple of 8, so that a result does not depend on its batch. */
    private static final int ROWS = 16;

    private static final String WEIGHTS = "model.pt";
    private static final String CLASS_NAME = "UntrainedGru";
    private static final String METHODS = """

              def forward(self: __torch__.UntrainedGru,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
            STATEMENTS    h, next = (self).cell_step(x, state)
                return (torch.narrow(torch.linear(h, self.w_o, self.b_o), -1, 0, OUTPUTS), next)

              def forward_seq(self: __torch__.UntrainedGru,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                h, next = (self).cell_sequence(x, state)
                return (torch.narrow(torch.linear(h, self.w_o, self.b_o), -1, 0, OUTPUTS), next)
            """;

    private final List<String> channels =
            IntStream.rangeClosed(1, CHANNELS).mapToObj(i -> "c" + i).toList();
    private final List<String> outputs = Stream.concat(
                    Stream.of("surprise"), channels.stream().map(name -> "expected." + name))
            .toList();
    private final RecurrentCell cell;
    private final List<String> statements;

    /** @param hidden H, the number of units, a multiple of 8 */
    public UntrainedGru(int hidden) {
        this(hidden, List.of());
    }

    /**
     * Makes a network that does something before each step.
     *
     * @param hidden H, the number of units, a multiple of 8
     * @param statements lines of TorchScript, which may read and change the input {@code x}
     */
    public UntrainedGru(int hidden, List<String> statements) {
        this.cell = CellChoice.GRU.cell(CHANNELS, hidden);
        this.statements = List.copyOf(statements);
    }

    /** Writes the network as a bundle of TorchScript. */
    public void writeTorchScript(Path folder) throws IOException {
        torchScript(folder).write(folder);
    }

    /** Writes the network as a bundle of ONNX that takes runs. Its golden vectors are those of the TorchScript. */
    public void writeOnnx(Path folder) throws IOException {
        Map<String, Parameter> weights = new HashMap<>();
        weights().forEach(weight -> weights.put(weight.name(), weight));
        byte[] file = OnnxNetwork.ofRuns(this::writeRuns).file(sizes(), false, weights);
        torchScript(folder).with(folder, "model.onnx", file).write(folder);
    }

    private OnnxStep.Result writeRuns(OnnxNodes nodes, String x, String state) {
        OnnxStep.Result result = cell.onnx().orElseThrow().runs(nodes, x, state);
        String rows = nodes.linear(result.y(), "o");
        return new OnnxStep.Result(nodes.slice(rows, -1, 0, outputs.size()), result.state());
    }

    private Bundle torchScript(Path folder) throws IOException {
        Engine.getEngine("PyTorch"); // loads the native libraries
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, CLASS_NAME, weights(), methods());
        byte[] archive = out.toByteArray();
        return Bundle.of(folder, manifest(archive), archive, new byte[0], golden(archive));
    }

    private String methods() {
        return cell.methods(CLASS_NAME)
                + ScriptSource.fill(
                        METHODS,
                        Map.of(
                                "OUTPUTS",
                                outputs.size(),
                                "STATEMENTS",
                                statements.stream()
                                        .map(line -> "    " + line + "\n")
                                        .collect(Collectors.joining())));
    }

    private List<Parameter> weights() {
        SplittableRandom random = new SplittableRandom(1);
        double bound = 1 / Math.sqrt(cell.hidden());
        float[] bias = new float[ROWS];
        bias[0] = 3; // the weights move the surprise by less than 1, as a rule
        List<Parameter> weights = new ArrayList<>(cell.initialWeights(random));
        weights.add(Parameter.uniform("w_o", random, bound, ROWS, cell.hidden()));
        weights.add(new Parameter("b_o", List.of(ROWS), bias));
        return weights;
    }

    private Sizes sizes() {
        return new Sizes(CHANNELS, cell.state(), outputs.size());
    }

    private Manifest manifest(byte[] archive) {
        return new Manifest(
                Manifest.FORMAT,
                "untrained-gru-" + cell.hidden(),
                "1.0.0",
                Manifest.Task.ANOMALY,
                new Manifest.Weights(WEIGHTS, Bundle.sha256(archive)),
                sizes(),
                new Manifest.Input.Numeric(
                        channels.stream()
                                .map(name -> new Manifest.Input.Field(name, "/" + name))
                                .toList(),
                        channels),
                outputs.stream().map(Manifest.Output::new).toList(),
                Map.of(),
                List.of());
    }

    private GoldenVectors golden(byte[] archive) throws IOException {
        return new GoldenVectors(
                GoldenVectors.Tolerances.DEFAULT,
                new GoldenSequences(sizes(), DataType.FLOAT32)
                        .of(archive, GoldenInputs.rowsByKey(channels, new NumericEncoder(channels, channels))));
    }
}
