package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sluice.model.Bundle;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.offline.training.onnx.OnnxNetwork;
import io.sluice.offline.training.recipe.RecipeFile;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sensor model gives the same results in PyTorch and in ONNX Runtime. */
class SensorOnnxTest {
    private static final int KEYS = 5;
    private static final int STEPS = 150;

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @CsvSource({
        "1, gru, 1, forecast, false",
        "1, lstm, 1, level, false",
        "3, gru, 2, forecast, false",
        "2, gru, 1, level, false",
        "4, gru, 1, forecast, true",
        "3, lstm, 2, level, true"
    })
    void eachStepGivesWhatPyTorchGives(int channels, String cell, int layers, String surprise, boolean relations)
            throws IOException {
        SensorRecipe recipe = recipe(
                channels,
                Map.of(
                        "cell",
                        cell,
                        "cell.layers",
                        Integer.toString(layers),
                        "surprise",
                        surprise,
                        "relations",
                        Boolean.toString(relations)));
        SensorBundles.random(folder.resolve("torch"), recipe, 3);
        onnx(folder.resolve("torch"), folder.resolve("onnx"), recipe).write(folder.resolve("onnx"));
        LoadedBundle onnx = LoadedBundle.open(folder.resolve("onnx"), "cpu");
        assertThat(onnx.goldenDifference()).isPositive(); // as it is no PyTorch
        assertThat(onnx.rowDifference()).isZero();
        try (StepModel expected =
                        LoadedBundle.open(folder.resolve("torch"), "cpu").newStepModel(KEYS);
                StepModel model = onnx.newStepModel(KEYS)) {
            assertSame(expected, model, channels);
        }
    }

    /**
     * Compares the ONNX bundles that ship with what training writes from their TorchScript. With
     * {@code -Dsluice.models.write=true} it writes them.
     */
    @ParameterizedTest
    @ValueSource(strings = {"sensor-anomaly", "machine-anomaly"})
    void theOnnxOfAShippedModelIsWrittenFromItsTorchScript(String model) throws IOException {
        Path shipped = Path.of("models", model);
        SensorRecipe recipe = SensorRecipe.of(RecipeFile.read(shipped.resolve("recipe.properties")));
        Bundle written = onnx(shipped, shipped.resolve("onnx"), recipe);
        if (Boolean.getBoolean("sluice.models.write")) {
            written.write(shipped.resolve("onnx"));
        }
        assertThat(Bundle.open(shipped.resolve("onnx")).manifest()).isEqualTo(written.manifest());
    }

    private SensorRecipe recipe(int channels, Map<String, String> keys) {
        List<String> names = IntStream.range(0, channels).mapToObj(i -> "c" + i).toList();
        return SensorBundles.recipe(names, 8, keys);
    }

    private static Bundle onnx(Path from, Path to, SensorRecipe recipe) throws IOException {
        Bundle torch = Bundle.open(from);
        OnnxNetwork network = SensorOnnx.network(recipe.sensor().module()).orElseThrow();
        try (Network weights = Network.open(torch.weights().readAllBytes())) {
            return torch.with(to, "model.onnx", network.file(torch.manifest().sizes(), false, weights.parameters()));
        }
    }

    /** Both models continue the states of the first, so a difference stays in its step. */
    private void assertSame(StepModel expected, StepModel model, int channels) {
        StepBatch torch = expected.newBatch(KEYS);
        StepBatch onnx = model.newBatch(KEYS);
        for (int key = 0; key < KEYS; key++) {
            torch.putState(key, expected.initialState(), 0);
        }
        for (int step = 0; step < STEPS; step++) {
            for (int key = 0; key < KEYS; key++) {
                List<Float> x = row(step, key, channels);
                torch.putInput(key, x);
                onnx.putInput(key, x);
                onnx.putState(key, state(torch.state(), key, expected), 0);
            }
            torch.rows(KEYS);
            onnx.rows(KEYS);
            expected.step(torch);
            model.step(onnx);
            for (int key = 0; key < KEYS; key++) {
                String place = "step " + step + " of key " + key;
                assertClose(place + ", y", output(onnx, key, model), output(torch, key, expected));
                byte[] next = state(torch.nextState(), key, expected);
                assertClose(place + ", state", floats(state(onnx.nextState(), key, model)), floats(next));
                torch.putState(key, next, 0);
            }
        }
    }

    /** Hours of waves, noise, jumps, standstill and missing readings, of very small and very large numbers. */
    private List<Float> row(int step, int key, int channels) {
        List<Float> x = new ArrayList<>();
        double scale = Math.pow(10, 2 * key - 4);
        for (int channel = 0; channel < channels; channel++) {
            boolean missing = random.nextInt(12) == 0;
            boolean still = step % 60 > 45;
            double value = still ? 3 : Math.sin(step * 0.3 + channel) + random.nextDouble() + (step > 100 ? 5 : 0);
            x.add(missing ? 0 : (float) (scale * value));
            x.add(missing ? 1f : 0f);
        }
        double day = 2 * Math.PI * (step % 24 + 0.3) / 24;
        double week = day / 7;
        x.addAll(List.of(
                (float) Math.log1p(3600), (float) Math.sin(day), (float) Math.cos(day), (float) Math.sin(week), (float)
                        Math.cos(week)));
        return x;
    }

    private static byte[] state(ByteBuffer states, int row, StepModel model) {
        byte[] state = new byte[model.sizes().state() * Float.BYTES];
        states.get(row * state.length, state);
        return state;
    }

    private static float[] floats(byte[] state) {
        float[] floats = new float[state.length / Float.BYTES];
        ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private static float[] output(StepBatch batch, int row, StepModel model) {
        float[] y = new float[model.sizes().output()];
        batch.getOutput(row, y);
        return y;
    }

    /** Compares with the tolerance of golden vectors; a difference of large numbers leaves some of their last bits. */
    private static void assertClose(String place, float[] actual, float[] expected) {
        double largest = 0;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs((double) actual[i] - expected[i]) <= 1e-5 + 1e-5 * largest)) {
                fail("%s, number %d: %s in ONNX Runtime, %s in PyTorch", place, i, actual[i], expected[i]);
            }
        }
    }
}
