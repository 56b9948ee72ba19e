package io.sluice.offline.training.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledItemsTest {
    private static final double[] WEIGHTS = {0, 100, 9, 4, 1, 1, 16, 2, 3, 25};
    private static final int OFFSETS = 10_000;

    @Test
    void everyItemIsDrawnWithItsProbability() {
        SampledItems sampled = new SampledItems(WEIGHTS, 4, 7);
        double[] drawn = new double[WEIGHTS.length];
        for (int i = 0; i < OFFSETS; i++) {
            int[] items = sampled.draw((i + 0.5) / OFFSETS);
            assertThat(items).hasSizeBetween(3, 4).doesNotHaveDuplicates();
            Arrays.stream(items).forEach(item -> drawn[item] += 1.0 / OFFSETS);
        }
        for (int item = 1; item < WEIGHTS.length; item++) {
            assertThat(drawn[item]).as("item " + item).isCloseTo(sampled.probability(item), within(1e-3));
        }
        // Of 4 draws, 100/161 is more than one, and of the other 3, 25/61 is more than one. Both items are certain, and
        // 2 draws are left for a sum of 36.
        assertThat(sampled.probability(1)).isEqualTo(1);
        assertThat(sampled.probability(9)).isEqualTo(1);
        assertThat(sampled.probability(6)).isCloseTo(2 * 16 / 36.0, within(1e-12));
    }

    @Test
    void theExpectedSumOverDrawnItemsIsTheSumOverAll() {
        SampledItems sampled = new SampledItems(WEIGHTS, 3, 7);
        double mean = IntStream.range(0, OFFSETS)
                .mapToDouble(i -> Arrays.stream(sampled.draw((i + 0.5) / OFFSETS))
                        .mapToDouble(item -> Math.exp(-item) / sampled.probability(item))
                        .sum())
                .average()
                .orElse(0);
        double all = IntStream.range(1, WEIGHTS.length)
                .mapToDouble(item -> Math.exp(-item))
                .sum();
        assertThat(mean).isCloseTo(all, within(1e-3 * all));
    }

    @Test
    void aSmallCatalogueIsDrawnAsAWhole() {
        SampledItems sampled = new SampledItems(WEIGHTS, 9, 7);
        for (double offset : new double[] {0, 0.3, 0.999999}) {
            assertThat(sampled.draw(offset)).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
        assertThat(sampled.probability(4)).isEqualTo(1);
    }
}
