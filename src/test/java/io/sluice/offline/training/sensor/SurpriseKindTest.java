package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.sluice.event.NumericEvent;
import io.sluice.feature.NumericEncoder;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SurpriseKindTest {
    private static final List<String> CHANNELS = List.of("heat", "flow");
    private static final int SHIFT = 300;
    private static final SensorModule MODULE = SensorBundles.recipe(CHANNELS, 8, Map.of("surprise", "level"))
            .sensor()
            .module();

    @Test
    void theKindLevelHasNoDeviations() {
        assertThat(MODULE.outputs())
                .containsExactly(
                        "surprise",
                        "expected.heat",
                        "forecast.heat",
                        "surprise.heat",
                        "expected.flow",
                        "forecast.flow",
                        "surprise.flow");
        assertThat(MODULE.sizes().output()).isEqualTo(7);
    }

    /**
     * Returns noise on both channels. The heat moves from 5 to 9 and stays there. The flow is a thousand times as
     * large, and some of its readings are missing.
     */
    private static float[][] readings() {
        Random random = new Random(1);
        float[][] readings = new float[600][];
        for (int t = 0; t < readings.length; t++) {
            readings[t] = new float[] {
                (float) random.nextGaussian() + (t < SHIFT ? 5 : 9),
                t % 50 == 7 ? Float.NaN : 1000 * (float) random.nextGaussian()
            };
        }
        return readings;
    }

    @Test
    void aLastingShiftKeepsItsSurprise() throws IOException {
        float[][] y = surprises(readings());
        assertThat(y[SHIFT - 1][1]).isLessThan(1);
        assertThat(y[599][1]).as("heat").isGreaterThan(1.5f);
        assertThat(y[599][2]).as("flow").isLessThan(1);
    }

    @Test
    void surpriseIsTheMeanDistanceFromLevelsThatLearnLittleFromDistantReadings() throws IOException {
        float[][] readings = readings();
        float[][] y = surprises(readings);
        OneLevel heat = new OneLevel();
        OneLevel flow = new OneLevel();
        for (int t = 0; t < readings.length; t++) {
            double first = heat.next(readings[t][0]);
            double second = flow.next(readings[t][1]);
            assertThat((double) y[t][1]).as("heat, row %s", t).isCloseTo(first, within(2e-3));
            assertThat((double) y[t][2]).as("flow, row %s", t).isCloseTo(second, within(2e-3));
            assertThat((double) y[t][0]).as("row %s", t).isCloseTo((first + second) / 2, within(2e-3));
        }
    }

    /** The formulas for one channel, in plain Java. */
    private static final class OneLevel {
        private int count;
        private double level;
        private double spread;
        private double lean;

        double next(float reading) {
            if (Float.isNaN(reading)) {
                return 0;
            }
            double step = count == 0 ? 0 : reading - level;
            level = reading - step;
            boolean settled = count >= 40;
            double distance = settled ? Math.max(-20, Math.min(20, step / spread)) : 0;
            double within = settled ? Math.max(-2 * spread, Math.min(2 * spread, step)) : step;
            count++;
            double rate = Math.max(1.0 / count, 0.001);
            level += rate * within;
            spread += rate * (Math.abs(within) - spread);
            lean += 0.1 * (distance - lean);
            return Math.abs(lean);
        }
    }

    /** Returns for each row the surprise and the surprise of each channel. */
    private static float[][] surprises(float[][] readings) throws IOException {
        NumericEncoder encoder = MODULE.encoder();
        int width = encoder.width();
        int batchSize = 4;
        float[] x = new float[readings.length * batchSize * width];
        for (int i = 0; i < readings.length * batchSize; i++) {
            float[] row = new float[width];
            encoder.encode(new NumericEvent(i / batchSize * 1000L, readings[i / batchSize]), 1000, row);
            System.arraycopy(row, 0, x, i * width, width);
        }
        try (Network network = Network.open(SensorBundles.archive(MODULE, 7));
                NDManager arrays = network.newArrays()) {
            float[] y = MODULE.sequence(
                            network,
                            arrays,
                            x,
                            batchSize,
                            new float[batchSize * MODULE.sizes().state()])
                    .get(0)
                    .toFloatArray();
            float[][] surprises = new float[readings.length][];
            for (int t = 0; t < readings.length; t++) {
                int at = t * batchSize * 7;
                surprises[t] = new float[] {y[at], y[at + 3], y[at + 6]};
            }
            return surprises;
        }
    }
}
