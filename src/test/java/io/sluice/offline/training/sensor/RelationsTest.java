package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.model.Sizes;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with three channels. The third is the sum of the others plus a little noise. */
class RelationsTest {
    private static final List<String> CHANNELS = List.of("a", "b", "sum");
    private static final int C = 3;
    private static final SensorModule MODULE =
            new SensorModule(CHANNELS, 8, CellChoice.GRU, true, SurpriseKind.FORECAST);
    private static final int STEPS = 300;

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void theDeviationsAreTheResidualsOfARegressionOnTheOtherChannels() throws IOException {
        float[][] readings = readings();
        readings[150][0] = Float.NaN;
        readings[151][2] = Float.NaN;
        float[][] deviations = deviations(readings, 4, 0);
        Reference reference = new Reference();
        for (int t = 0; t < STEPS; t++) {
            double[] expected = reference.step(readings[t]);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) deviations[t][i])
                        .as("step " + t + ", output " + i)
                        .isCloseTo(expected[i], within(2e-3));
            }
        }
    }

    @Test
    void aChannelThatBreaksItsRelationDeviatesEvenIfItsReadingIsUsual() throws IOException {
        float[][] readings = readings();
        readings[299] = new float[] {1, 1, 0};
        float[] deviations = deviations(readings, 4, 0)[299];
        assertThat(deviations[4]).isGreaterThan(2 * usual(readings, 4));
        readings[299] = new float[] {1, 1, 2};
        assertThat(deviations(readings, 4, 0)[299][4]).isLessThan(usual(readings, 4));
    }

    /** Returns the largest value of an output in the 100 steps before the last one. */
    private static float usual(float[][] readings, int output) throws IOException {
        float largest = 0;
        for (float[] deviations : Arrays.copyOfRange(deviations(readings, 4, 0), 199, 299)) {
            largest = Math.max(largest, deviations[output]);
        }
        return largest;
    }

    @Test
    void missingReadingsAndTheFirstReadingsHaveNoDeviation() throws IOException {
        float[][] readings = readings();
        readings[200][1] = Float.NaN;
        float[][] deviations = deviations(readings, 4, 0);
        assertThat(deviations[200][2]).isEqualTo(-1);
        assertThat(deviations[200][3]).isEqualTo(-1);
        assertThat(deviations[200][0]).isNotNegative();
        assertThat(deviations[9]).containsOnly(-1);
        assertThat(deviations[10]).doesNotContain(-1);
    }

    @Test
    void theResultOfARowDoesNotDependOnTheOtherRows() throws IOException {
        assertThat(deviations(readings(), 17, 1)).isDeepEqualTo(deviations(new RelationsTest().readings(), 64, 1));
    }

    @Test
    void hostileReadingsGiveFiniteDeviations() throws IOException {
        float[][] readings = new float[STEPS][C];
        for (int t = 0; t < STEPS; t++) {
            readings[t] = new float[] {t % 2 == 0 ? 3e38f : -3e38f, 5, t == 100 ? 1e-30f : 0};
        }
        for (float[] row : deviations(readings, 4, 0)) {
            for (float deviation : row) {
                assertThat(deviation).isFinite();
            }
        }
    }

    @Test
    void aBundleOfFewerChannelsHasTheSameWeights() throws IOException {
        Map<String, String> keys = Map.of("relations", "true");
        SensorBundles.random(folder, SensorBundles.recipe(CHANNELS, 8, keys), 5);
        Files.writeString(folder.resolve("recipe.properties"), """
                recipe=sensor-forecast
                name=random
                channels=a,b,sum
                relations=true
                hidden=8
                data.set=none
                data.licence=none
                """);
        Path fewer = folder.resolve("fewer");
        ChannelSubset.write(folder, List.of("a", "b"), fewer);

        SensorModule module = new SensorModule(List.of("a", "b"), 8, CellChoice.GRU, true, SurpriseKind.FORECAST);
        int forecast = module.outputs().indexOf("forecast.b");
        float[][] readings = readings();
        float[][] all = run(Files.readAllBytes(folder.resolve("model.pt")), MODULE, readings, 4, 0);
        float[][] two = run(Files.readAllBytes(fewer.resolve("model.pt")), module, readings, 4, 0);
        for (int t = 0; t < STEPS; t++) {
            assertThat(two[t][forecast]).isEqualTo(all[t][forecast]);
        }
        assertThat(module.outputs()).contains("deviation.relation.b", "hour.b").doesNotContain("deviation.hour.b");
        assertThat(LoadedBundle.open(fewer, "cpu").bundle().manifest().input().fields())
                .hasSize(2);
    }

    @Test
    void relationsNeedMoreThanOneChannel() {
        assertThatThrownBy(() -> SensorBundles.recipe(List.of("value"), 8, Map.of("relations", "true")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("relations is true, but channels has only one channel, value");
    }

    private float[][] readings() {
        float[][] readings = new float[STEPS][];
        for (int t = 0; t < STEPS; t++) {
            float a = (float) (2 * random.nextDouble() - 1);
            float b = (float) (2 * random.nextDouble() - 1);
            readings[t] = new float[] {a, b, a + b + 0.1f * (float) random.nextDouble()};
        }
        return readings;
    }

    /** Returns the outputs of the relations. */
    private static float[][] deviations(float[][] readings, int batchSize, float shift) throws IOException {
        float[][] y = run(SensorBundles.archive(MODULE, 7), MODULE, readings, batchSize, shift);
        return Stream.of(y)
                .map(row -> Arrays.copyOfRange(row, row.length - 2 * C, row.length))
                .toArray(float[][]::new);
    }

    /**
     * Returns the outputs of the last of {@code batchSize} rows. The readings of two neighbouring rows differ by
     * {@code shift}.
     */
    private static float[][] run(byte[] archive, SensorModule module, float[][] readings, int batchSize, float shift)
            throws IOException {
        Sizes sizes = module.sizes();
        float[] x = new float[readings.length * batchSize * sizes.input()];
        int channels = (sizes.input() - 5) / 2;
        for (int i = 0; i < readings.length * batchSize; i++) {
            for (int c = 0; c < channels; c++) {
                float reading = readings[i / batchSize][c];
                boolean missing = Float.isNaN(reading);
                x[i * sizes.input() + 2 * c] = missing ? 0 : reading + shift * (batchSize - 1 - i % batchSize);
                x[i * sizes.input() + 2 * c + 1] = missing ? 1 : 0;
            }
        }
        try (Network network = Network.open(archive);
                NDManager arrays = network.newArrays()) {
            NDList result = module.sequence(network, arrays, x, batchSize, new float[batchSize * sizes.state()]);
            float[] y = result.get(0).toFloatArray();
            float[][] lastRow = new float[readings.length][];
            for (int t = 0; t < readings.length; t++) {
                int end = (t * batchSize + batchSize) * sizes.output();
                lastRow[t] = Arrays.copyOfRange(y, end - sizes.output(), end);
            }
            return lastRow;
        }
    }

    /** The definition in double precision: the normal equations of the regression of each channel on all others. */
    private static final class Reference {
        private final double[] count = new double[C];
        private final double[] mean = new double[C];
        private final double[] distance = new double[C];
        private final double[] smooth = new double[C];
        private final double[][] covariance = new double[C][C];
        private int steps;

        double[] step(float[] readings) {
            double[] z = new double[C];
            for (int c = 0; c < C; c++) {
                z[c] = Float.isNaN(readings[c]) ? 0 : standardised(c, readings[c]);
            }
            for (int c = 0; c < C; c++) {
                z[c] = Float.isNaN(readings[c]) ? Math.max(-3, Math.min(3, predicted(c, z))) : z[c];
            }
            double[] deviations = new double[2 * C];
            for (int c = 0; c < C; c++) {
                boolean known = count[c] >= 10 && !Float.isNaN(readings[c]);
                double residual = z[c] - predicted(c, z);
                smooth[c] += known ? 0.2 * (residual - smooth[c]) : 0;
                deviations[2 * c] = known ? Math.abs(residual) : -1;
                deviations[2 * c + 1] = known ? Math.abs(smooth[c]) : -1;
            }
            learn(readings, z);
            return deviations;
        }

        private double standardised(int c, double reading) {
            return count[c] < 2 ? 0 : Math.max(-3, Math.min(3, (reading - mean[c]) / distance[c]));
        }

        /** Predicts a channel from the others: solves (S + 0.03 I) w = s over the others by elimination. */
        private double predicted(int c, double[] z) {
            int[] others = IntStream.range(0, C).filter(i -> i != c).toArray();
            double a = covariance[others[0]][others[0]] + 0.03;
            double b = covariance[others[0]][others[1]];
            double d = covariance[others[1]][others[1]] + 0.03;
            double p = covariance[others[0]][c];
            double q = covariance[others[1]][c];
            double determinant = a * d - b * b;
            return ((p * d - b * q) * z[others[0]] + (a * q - b * p) * z[others[1]]) / determinant;
        }

        private void learn(float[] readings, double[] z) {
            steps++;
            for (int i = 0; i < C; i++) {
                for (int j = 0; j < C; j++) {
                    covariance[i][j] += Math.max(1.0 / steps, 0.005) * (z[i] * z[j] - covariance[i][j]);
                }
                if (!Float.isNaN(readings[i])) {
                    count[i]++;
                    double share = Math.max(1 / count[i], 0.005);
                    double off = count[i] == 1 ? 0 : readings[i] - mean[i];
                    mean[i] += count[i] == 1 ? readings[i] : share * off;
                    distance[i] += share * (Math.abs(off) - distance[i]);
                }
            }
        }
    }
}
