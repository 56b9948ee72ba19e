package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {
    private final ClassificationMetrics metrics = new ClassificationMetrics();

    @Test
    void accuracyIsTheShareOfRightLabels() {
        metrics.add("a", "a", 0.9);
        metrics.add("a", "b", 0.8);
        metrics.add("b", "b", 0.7);
        metrics.refuse("b");
        assertThat(metrics.accuracy()).isEqualTo(0.5);
    }

    @Test
    void macroF1IsTheMeanOfTheLabelsF1() {
        metrics.add("a", "a", 1);
        metrics.add("a", "a", 1);
        metrics.add("a", "b", 1);
        metrics.add("b", "b", 1);
        assertThat(metrics.macroF1(List.of("a", "b"))).isEqualTo((4.0 / 5 + 2.0 / 3) / 2, within(1e-12));
        assertThat(metrics.macroF1(List.of("a", "b", "unused"))).isEqualTo((4.0 / 5 + 2.0 / 3) / 3, within(1e-12));
    }

    @Test
    void aConfidenceThatEqualsTheAccuracyHasNoCalibrationError() {
        for (int i = 0; i < 10; i++) {
            metrics.add("a", i < 8 ? "a" : "b", 0.8);
        }
        assertThat(metrics.calibrationError()).isEqualTo(0, within(1e-12));
    }

    @Test
    void calibrationErrorIsWeightedByTheTextsOfABin() {
        metrics.add("a", "a", 1.0);
        metrics.add("a", "b", 1.0);
        metrics.add("a", "a", 0.5);
        metrics.add("a", "a", 0.5);
        assertThat(metrics.calibrationError()).isEqualTo((1.0 + 1.0) / 4, within(1e-12));
    }

    @Test
    void aRefusedTextDoesNotCountInTheCalibrationError() {
        metrics.add("a", "a", 0.5);
        metrics.refuse("a");
        assertThat(metrics.calibrationError()).isEqualTo(0.5, within(1e-12));
        assertThat(metrics.bins()).hasSize(1);
    }

    @Test
    void withoutAnyPredictionTheCalibrationErrorIsNotANumber() {
        metrics.refuse("a");
        assertThat(metrics.calibrationError()).isNaN();
    }

    @Test
    void theMajorityIsTheShareOfTheMostFrequentTrueLabel() {
        metrics.add("a", "b", 1);
        metrics.add("b", "b", 1);
        metrics.add("a", "b", 1);
        assertThat(metrics.majority()).isEqualTo(2 / 3.0, within(1e-12));
    }
}
