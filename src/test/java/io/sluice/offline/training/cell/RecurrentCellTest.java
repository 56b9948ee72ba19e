package io.sluice.offline.training.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RecurrentCellTest {
    private static final int INPUT = 5;
    private static final int HIDDEN = 8;
    private static final int ROWS = 4;
    private static final int STEPS = 11;

    /** Rings have 1 to 12 steps, so that some are never full and others wrap around many times. */
    @Property(tries = 40)
    void aStepFollowsTheEquationsOfThePapers(
            @ForAll CellKind kind,
            @ForAll @IntRange(min = 1, max = 3) int layers,
            @ForAll @IntRange(min = 1, max = 12) int window,
            @ForAll boolean embedded,
            @ForAll long seed)
            throws IOException {
        RecurrentCell cell = new RecurrentCell(kind, embedded ? INPUT : HIDDEN, HIDDEN, layers, window);
        List<Parameter> weights = CellModule.weights(cell, seed);
        Map<String, Parameter> byName =
                weights.stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
        List<ReferenceCell> rows = IntStream.range(0, ROWS)
                .mapToObj(row -> ReferenceCell.stack(kind, byName, HIDDEN, layers, window))
                .toList();
        try (Network network = Network.open(CellModule.archive(cell, weights));
                NDManager arrays = network.newArrays()) {
            NDArray x = inputs(arrays, embedded ? INPUT : HIDDEN, seed);
            NDArray state = arrays.zeros(new Shape(ROWS, cell.state()));
            for (int t = 0; t < STEPS; t++) {
                NDList explained = network.call("explain", x.get(t), state);
                NDList step = network.call("forward", x.get(t), state);
                state = step.get(1);
                assertThat(explained.get(0)).isEqualTo(step.get(0));
                assertThat(explained.get(1)).isEqualTo(state);
                for (int row = 0; row < ROWS; row++) {
                    ReferenceCell.Step expected =
                            rows.get(row).step(doubles(x.get(t).get(row)));
                    close(floats(step.get(0).get(row)), expected.y());
                    assertGates(cell, explained.subNDList(2), row, expected);
                }
            }
        }
    }

    private static void assertGates(RecurrentCell cell, NDList gates, int row, ReferenceCell.Step expected) {
        assertThat(gates.stream().map(NDArray::getName)).containsExactlyInAnyOrderElementsOf(cell.gates());
        assertThat(expected.gates().keySet()).containsExactlyInAnyOrderElementsOf(cell.gates());
        for (NDArray gate : gates) {
            close(floats(gate.get(row)), expected.gates().get(gate.getName()));
        }
    }

    private static void close(List<Double> found, List<Double> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isCloseTo(expected.get(i), within(2e-5));
        }
    }

    @Property(tries = 15)
    void aSequenceEqualsItsSteps(
            @ForAll CellKind kind, @ForAll @IntRange(min = 1, max = 3) int layers, @ForAll long seed)
            throws IOException {
        RecurrentCell cell = new RecurrentCell(kind, INPUT, HIDDEN, layers, 4);
        try (Network network = Network.open(CellModule.archive(cell, CellModule.weights(cell, seed)));
                NDManager arrays = network.newArrays()) {
            NDArray x = inputs(arrays, INPUT, seed);
            // The sequence under test starts from the state at the end of another one.
            NDArray state = network.call("forward_seq", x, arrays.zeros(new Shape(ROWS, cell.state())))
                    .get(1);
            NDList sequence = network.call("forward_seq", x, state);
            for (int t = 0; t < STEPS; t++) {
                NDList step = network.call("forward", x.get(t), state);
                state = step.get(1);
                close(floats(step.get(0)), floats(sequence.get(0).get(t)));
            }
            close(floats(state), floats(sequence.get(1)));
        }
    }

    private static NDArray inputs(NDManager arrays, int width, long seed) {
        Random random = new Random(seed);
        float[] values = new float[STEPS * ROWS * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return arrays.create(values, new Shape(STEPS, ROWS, width));
    }

    private static List<Double> floats(NDArray array) {
        float[] values = array.toFloatArray();
        return IntStream.range(0, values.length)
                .mapToObj(i -> (double) values[i])
                .toList();
    }

    private static double[] doubles(NDArray array) {
        return floats(array).stream().mapToDouble(Double::doubleValue).toArray();
    }
}
