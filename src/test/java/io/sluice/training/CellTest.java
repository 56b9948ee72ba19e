package io.sluice.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellTest {
    private static final int INPUT = 5;
    private static final int HIDDEN = 8;
    private static final int WINDOW = 4;
    private static final int ROWS = 4;
    private static final int STEPS = 11;

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void aSequenceIsItsSteps(CellKind kind) throws IOException {
        for (int layers = 1; layers <= 2; layers++) {
            Cell cell = new Cell(kind, INPUT, HIDDEN, layers, WINDOW);
            byte[] archive = CellModule.archive(cell, CellModule.weights(cell, 3));
            try (Network network = Network.open(archive);
                    NDManager arrays = network.newArrays()) {
                NDArray x = arrays.create(gaussian(STEPS * ROWS * INPUT), new Shape(STEPS, ROWS, INPUT));
                NDArray state = arrays.zeros(new Shape(ROWS, cell.state()));
                NDList sequence = network.call("forward_seq", x, state);
                for (int t = 0; t < STEPS; t++) {
                    NDList step = network.call("forward", x.get(t), state);
                    state = step.get(1);
                    assertClose(step.get(0), sequence.get(0).get(t));
                }
                assertClose(state, sequence.get(1));
            }
        }
    }

    private static void assertClose(NDArray one, NDArray other) {
        assertThat(one.getShape()).isEqualTo(other.getShape());
        float[] values = one.toFloatArray();
        float[] others = other.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(others[i], within(2e-6f));
        }
    }

    private static float[] gaussian(int count) {
        Random random = new Random(5);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
