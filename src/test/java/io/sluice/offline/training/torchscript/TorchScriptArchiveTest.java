package io.sluice.offline.training.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.sluice.offline.training.cell.PythonTorch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptArchiveTest {
    /** y = x W', state' = 2 state. W is not square, so the test detects wrong strides and a wrong byte order. */
    private static final String METHODS = """
              def forward(self: __torch__.Tiny,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                y = torch.linear(x, self.w, self.b)
                return (y, torch.mul(state, 2))
            """;

    private static final List<Parameter> PARAMETERS = List.of(
            new Parameter("w", List.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f), new Parameter("b", List.of(2), 0.5f, -0.5f));

    @TempDir
    private Path folder;

    @Test
    void djlRunsTheArchive() throws Exception {
        Path file = write("Tiny", PARAMETERS, METHODS);
        try (Model model = Model.newInstance("tiny", "PyTorch");
                NDManager arrays = model.getNDManager().newSubManager()) {
            model.load(folder, file.getFileName().toString());
            NDList result = model.getBlock()
                    .forward(
                            new ParameterStore(arrays, true),
                            new NDList(
                                    arrays.create(new float[] {1, 10, 100}, new Shape(1, 3)),
                                    arrays.create(new float[] {7}, new Shape(1, 1))),
                            false);
            assertThat(result.get(0).toFloatArray()).containsExactly(321.5f, 653.5f);
            assertThat(result.get(1).toFloatArray()).containsExactly(14f);
        }
    }

    @Test
    void pyTorchInPythonRunsTheArchive() throws Exception {
        PythonTorch.assumePresent();
        Path file = write("Tiny", PARAMETERS, METHODS);
        String printed = PythonTorch.run(
                "import sys, torch; m = torch.jit.load(sys.argv[1]);"
                        + "y, s = m(torch.tensor([[1., 10., 100.]]), torch.tensor([[7.]]));"
                        + "print(y[0, 0].item(), y[0, 1].item(), s[0, 0].item())",
                file.toString());
        assertThat(printed.strip()).isEqualTo("321.5 653.5 14.0");
    }

    @Test
    void aGruStepFollowsTheEquations() throws Exception {
        List<Parameter> weights = GruSource.weights(1, 1, 1, new SplittableRandom(5));
        Path file = folder.resolve("gru.pt");
        GruSource.write(Files.newOutputStream(file), weights);
        double x = 0.7;
        double h = -0.4;
        double reset = sigmoid(gate(weights, 0, x, h));
        double update = sigmoid(gate(weights, 1, x, h));
        double candidate = Math.tanh(
                at(weights, 0, 2) * x + at(weights, 2, 2) + reset * (at(weights, 1, 2) * h + at(weights, 3, 2)));
        double next = (1 - update) * candidate + update * h;
        try (Model model = Model.newInstance("gru", "PyTorch");
                NDManager arrays = model.getNDManager().newSubManager()) {
            model.load(folder, file.getFileName().toString());
            NDList result = model.getBlock()
                    .forward(
                            new ParameterStore(arrays, true),
                            new NDList(
                                    arrays.create(new float[] {(float) x}, new Shape(1, 1)),
                                    arrays.create(new float[] {(float) h}, new Shape(1, 1))),
                            false);
            assertThat((double) result.get(1).toFloatArray()[0]).isCloseTo(next, within(1e-6));
            assertThat((double) result.get(0).toFloatArray()[0])
                    .isCloseTo(at(weights, 4, 0) * next + at(weights, 5, 0), within(1e-6));
        }
    }

    @Test
    void theSameArgumentsGiveTheSameBytes() throws IOException {
        assertThat(bytes()).isEqualTo(bytes());
    }

    @Test
    void twoParametersWithTheSameNameAreRefused() {
        List<Parameter> twice = List.of(Parameter.zeros("w", 1), Parameter.zeros("w", 2));
        assertThatThrownBy(() -> TorchScriptArchive.write(new ByteArrayOutputStream(), "Tiny", twice, METHODS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("named w");
    }

    @Test
    void aShapeThatDoesNotFitItsValuesIsRefused() {
        assertThatThrownBy(() -> new Parameter("w", List.of(2, 2), 1f, 2f, 3f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 2]")
                .hasMessageContaining("3 values");
    }

    private static double gate(List<Parameter> weights, int gate, double x, double h) {
        return at(weights, 0, gate) * x + at(weights, 2, gate) + at(weights, 1, gate) * h + at(weights, 3, gate);
    }

    private static double at(List<Parameter> weights, int parameter, int element) {
        return weights.get(parameter).values()[element];
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }

    private Path write(String className, List<Parameter> parameters, String methods) throws IOException {
        Path file = folder.resolve("tiny.pt");
        TorchScriptArchive.write(Files.newOutputStream(file), className, parameters, methods);
        return file;
    }

    private static byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, "Tiny", PARAMETERS, METHODS);
        return out.toByteArray();
    }
}
