package io.sluice.offline.training.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BundleFixture;
import io.sluice.model.ModelFile;
import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.runtime.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators that ONNX Runtime computes in another way at the end of a tensor give each row the same bits. */
class OnnxNodesTest {
    private static final int ROWS = 37;

    private final SplittableRandom random = new SplittableRandom(5);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void aRowHasTheSameLogarithmsAndTheSameSumInEveryPlace(int width) {
        Sizes sizes = new Sizes(width, 1, width + 1);
        OnnxStep step = (nodes, x, state) -> new OnnxStep.Result(
                nodes.concat(1, nodes.log(x, width), nodes.sumOfRow(x, width, 0.3)), nodes.times(state, 0.5));
        byte[] file = OnnxNetwork.ofSingleSteps(step).file(sizes, false, Map.of());
        List<List<Float>> rows = rows(width);
        try (ModelFile opened = Engines.open("model.onnx", file);
                StepModel model = opened.stepModel(BundleFixture.manifest(sizes, file), null)) {
            List<List<Float>> together = outputs(model, rows);
            for (int row = 0; row < ROWS; row++) {
                assertThat(outputs(model, List.of(rows.get(row))))
                        .as("row %d", row)
                        .containsExactly(together.get(row));
            }
        }
    }

    private List<List<Float>> rows(int width) {
        List<List<Float>> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            List<Float> x = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                x.add((float) (0.01 + 5 * random.nextDouble()));
            }
            rows.add(x);
        }
        return rows;
    }

    private static List<List<Float>> outputs(StepModel model, List<List<Float>> rows) {
        StepBatch batch = model.newBatch(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            batch.putInput(row, rows.get(row));
            batch.putState(row, model.initialState(), 0);
        }
        batch.rows(rows.size());
        model.step(batch);
        List<List<Float>> outputs = new ArrayList<>();
        float[] y = new float[model.sizes().output()];
        for (int row = 0; row < rows.size(); row++) {
            batch.getOutput(row, y);
            List<Float> output = new ArrayList<>();
            for (float number : y) {
                output.add(number);
            }
            outputs.add(output);
        }
        return outputs;
    }
}
