package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.event.NumericEvent;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorModuleTest {
    /** The outputs of a channel: expected, forecast, surprise and three deviations. */
    private static final int CHANNEL_OUTPUTS = 6;

    private static final List<String> ONE = List.of("value");
    private static final List<String> THREE = List.of("heat", "speed", "load");
    private static final int HIDDEN = 16;
    private static final float MISSING = Float.NaN;

    @TempDir
    private Path folder;

    @Test
    void theSequenceFormEqualsTheStepForm() throws IOException {
        List<float[]> rows = rows(THREE, 60, (t, c) -> t % 3 == c ? MISSING : (float) (10 * c + Math.sin(t)));
        List<float[]> stepped = step(THREE, rows);
        assertThat(sequence(THREE, rows)).usingRecursiveComparison().isEqualTo(stepped);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 8, 17, 32, 64, 129, 512})
    void theResultOfARowDoesNotDependOnTheOtherRows(int batchSize) throws IOException {
        for (List<String> channels : List.of(ONE, THREE)) {
            List<float[]> rows = rows(channels, 40, (t, c) -> (float) (10 * c + Math.sin(t)));
            assertThat(run(channels, rows, batchSize, 1))
                    .usingRecursiveComparison()
                    .isEqualTo(run(channels, rows, 64, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alternating", "constant", "tiny", "one spike", "growing", "any scale", "largest"})
    void hostileReadingsGiveFiniteOutputs(String kind) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        IntToDoubleFunction series =
                switch (kind) {
                    case "alternating" -> t -> t % 2 == 0 ? 1e30 : -1e30;
                    case "constant" -> t -> 5;
                    case "tiny" -> t -> 1e-38 * random.nextDouble();
                    case "one spike" -> t -> t == 150 ? 1e30 : 0;
                    case "growing" -> t -> Math.min(1e30, Math.exp(t / 3.0));
                    case "any scale" -> t -> Math.pow(10, random.nextInt(-30, 30)) * (random.nextDouble() - 0.5);
                    default -> t -> t % 7 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE;
                };
        List<float[]> y = step(ONE, rows(ONE, 300, (t, c) -> (float) series.applyAsDouble(t)));
        assertThat(y).allSatisfy(row -> assertThat(toList(row)).allMatch(Float::isFinite));
    }

    @Test
    void aMissingReadingHasNoSurpriseAndKeepsTheForecast() throws IOException {
        List<float[]> y = step(THREE, rows(THREE, 50, (t, c) -> t == 49 && c == 1 ? MISSING : (float) Math.sin(t + c)));
        int channel = 1 + CHANNEL_OUTPUTS;
        assertThat(y.get(49)[channel + 2]).isZero();
        assertThat(y.get(49)[channel]).isEqualTo(y.get(48)[channel + 1]);
        assertThat(y.get(49)[3]).isPositive();
    }

    @Test
    void surpriseIsTheRootOfTheSumOfTheSquaresOfTheChannels() throws IOException {
        for (float[] y : step(THREE, rows(THREE, 30, (t, c) -> (float) Math.sin(t * (c + 1))))) {
            double squares = square(y[3]) + square(y[3 + CHANNEL_OUTPUTS]) + square(y[3 + 2 * CHANNEL_OUTPUTS]);
            assertThat((double) y[0]).isCloseTo(Math.sqrt(squares), within(1e-5 * (1 + y[0])));
        }
    }

    @Test
    void deviationsAreMinusOneBeforeTheirMeansExist() throws IOException {
        List<float[]> y = step(ONE, rows(ONE, 40, (t, c) -> t == 30 ? MISSING : 7));
        assertThat(deviations(y.get(0))).containsExactly(-1, -1, -1);
        assertThat(deviations(y.get(1))).as("the hour and the level were seen").containsExactly(0, 0, 0);
        assertThat(deviations(y.get(12))).as("another hour of the day").startsWith(-1, -1);
        assertThat(deviations(y.get(12))[2]).isZero();
        assertThat(deviations(y.get(30))).as("no reading").containsExactly(-1, -1, -1);
    }

    @Test
    void theDeviationOfAReadingIsItsDistanceFromTheMeanOfItsHour() throws IOException {
        int day = 288;
        List<float[]> y = step(ONE, rows(ONE, 6 * day, (t, c) -> t == 5 * day + 100 ? hourly(t + day / 2) : hourly(t)));
        assertThat(deviations(y.get(5 * day + 99))[0]).isLessThan(0.01f);
        assertThat(deviations(y.get(5 * day + 100))[0])
                .isCloseTo(Math.abs(hourly(100) - hourly(100 + day / 2)), within(0.01f));
        assertThat(deviations(y.get(5 * day + 100))[1])
                .as("smoothed: a fifth of it")
                .isCloseTo(deviations(y.get(5 * day + 100))[0] / 5, within(0.01f));
        assertThat(deviations(y.get(5 * day + 130))[0])
                .as("one reading is soon forgotten")
                .isLessThan(0.01f);
    }

    /** Returns a value for the hour of row t. Rows are five minutes apart. */
    private static float hourly(int t) {
        return t / 12 % 24 * 1.5f;
    }

    private static float[] deviations(float[] y) {
        return Arrays.copyOfRange(y, 4, 4 + 3);
    }

    @Test
    void theForecastOfAChannelIsTheExpectedValueOfItsNextReading() throws IOException {
        List<float[]> y = step(ONE, rows(ONE, 30, (t, c) -> (float) Math.sin(t)));
        for (int t = 1; t < y.size(); t++) {
            assertThat(y.get(t)[1]).isEqualTo(y.get(t - 1)[2]);
        }
    }

    @Test
    void aJumpHasMoreSurpriseThanTheNoiseBeforeIt() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        List<float[]> y = step(ONE, rows(ONE, 200, (t, c) -> (float) (random.nextDouble() + (t == 199 ? 10 : 0))));
        double before =
                y.subList(50, 199).stream().mapToDouble(row -> row[0]).max().orElseThrow();
        assertThat((double) y.get(199)[0]).isGreaterThan(4 * before);
    }

    @Test
    void theForecastScalesWithTheReadings() throws IOException {
        List<float[]> one = step(ONE, rows(ONE, 100, (t, c) -> (float) (Math.sin(t) * t)));
        List<float[]> scaled = step(ONE, rows(ONE, 100, (t, c) -> (float) (Math.sin(t) * t) * 1024));
        for (int t = 0; t < one.size(); t++) {
            assertThat((double) scaled.get(t)[2]).isCloseTo(one.get(t)[2] * 1024.0, within(0.05));
        }
    }

    @Test
    void channelsShareTheirWeights() throws IOException {
        List<float[]> three = step(THREE, rows(THREE, 50, (t, c) -> (float) Math.sin(t)));
        List<float[]> one = step(ONE, rows(ONE, 50, (t, c) -> (float) Math.sin(t)));
        for (int t = 0; t < one.size(); t++) {
            for (int channel = 0; channel < 3; channel++) {
                assertThat((double) three.get(t)[2 + CHANNEL_OUTPUTS * channel]).isCloseTo(one.get(t)[2], within(1e-5));
            }
        }
    }

    private interface Readings {
        float at(int t, int channel);
    }

    private static List<float[]> rows(List<String> channels, int steps, Readings readings) {
        NumericEncoder encoder = new SensorModule(channels, HIDDEN, CellChoice.GRU).encoder();
        List<float[]> rows = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            float[] values = new float[channels.size()];
            for (int c = 0; c < values.length; c++) {
                values[c] = readings.at(t, c);
            }
            rows.add(new float[encoder.width()]);
            encoder.encode(new NumericEvent(300_000L * t, values), t == 0 ? 0 : 300_000, rows.get(t));
        }
        return rows;
    }

    /** Runs one key step by step, as the engine serves it. */
    private List<float[]> step(List<String> channels, List<float[]> rows) throws IOException {
        SensorBundles.random(folder, channels, HIDDEN, 7);
        LoadedBundle bundle = LoadedBundle.open(folder, "cpu");
        try (StepModel model = bundle.newStepModel(1)) {
            StepBatch batch = new StepBatch(model.sizes(), 1);
            byte[] state = model.initialState();
            List<float[]> y = new ArrayList<>();
            for (float[] row : rows) {
                batch.putInput(0, row);
                batch.putState(0, state, 0);
                batch.rows(1);
                model.step(batch);
                y.add(new float[model.sizes().output()]);
                batch.getOutput(0, y.get(y.size() - 1));
                batch.getNextState(0, state, 0);
            }
            return y;
        }
    }

    /** Runs one key in one call for all steps. */
    private static List<float[]> sequence(List<String> channels, List<float[]> rows) throws IOException {
        return run(channels, rows, 4, 0);
    }

    /**
     * Returns the outputs of the last of {@code batchSize} rows. The readings of two neighbouring rows differ by
     * {@code shift}.
     */
    private static List<float[]> run(List<String> channels, List<float[]> rows, int batchSize, float shift)
            throws IOException {
        SensorModule module = new SensorModule(channels, HIDDEN, CellChoice.GRU);
        int width = module.sizes().input();
        int outputs = module.sizes().output();
        float[] x = new float[rows.size() * batchSize * width];
        for (int i = 0; i < rows.size() * batchSize; i++) {
            System.arraycopy(rows.get(i / batchSize), 0, x, i * width, width);
            x[i * width] += shift * (batchSize - 1 - i % batchSize);
        }
        byte[] archive = SensorBundles.archive(channels, HIDDEN, 7);
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            NDList result = module.sequence(
                    network,
                    arrays,
                    x,
                    batchSize,
                    new float[batchSize * module.sizes().state()]);
            float[] y = result.get(0).toFloatArray();
            List<float[]> lastRow = new ArrayList<>();
            for (int t = 0; t < rows.size(); t++) {
                int at = (t * batchSize + batchSize - 1) * outputs;
                lastRow.add(Arrays.copyOfRange(y, at, at + outputs));
            }
            return lastRow;
        }
    }

    private static double square(double value) {
        return value * value;
    }

    private static List<Float> toList(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
