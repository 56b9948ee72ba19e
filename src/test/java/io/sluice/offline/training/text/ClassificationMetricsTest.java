package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {
    private final ClassificationMetrics figures = new ClassificationMetrics();

    @Test
    void accuracyIsTheShareThatIsRight() {
        figures.add("a", "a", 0.9);
        figures.add("a", "b", 0.8);
        figures.add("b", "b", 0.7);
        figures.refuse("b");
        assertThat(figures.accuracy()).isEqualTo(0.5);
    }

    @Test
    void macroF1IsTheMeanOfTheLabelsF1() {
        figures.add("a", "a", 1);
        figures.add("a", "a", 1);
        figures.add("a", "b", 1);
        figures.add("b", "b", 1);
        assertThat(figures.macroF1(List.of("a", "b"))).isEqualTo((4.0 / 5 + 2.0 / 3) / 2, within(1e-12));
        assertThat(figures.macroF1(List.of("a", "b", "never"))).isEqualTo((4.0 / 5 + 2.0 / 3) / 3, within(1e-12));
    }

    @Test
    void aGuesserWhoIsAsOftenRightAsHeSaysHasNoCalibrationError() {
        for (int i = 0; i < 10; i++) {
            figures.add("a", i < 8 ? "a" : "b", 0.8);
        }
        assertThat(figures.calibrationError()).isEqualTo(0, within(1e-12));
    }

    @Test
    void calibrationErrorIsWeighedByTheTextsOfABin() {
        figures.add("a", "a", 1.0);
        figures.add("a", "b", 1.0);
        figures.add("a", "a", 0.5);
        figures.add("a", "a", 0.5);
        assertThat(figures.calibrationError()).isEqualTo((1.0 + 1.0) / 4, within(1e-12));
    }

    @Test
    void whatWasRefusedHasNoPartInTheCalibrationError() {
        figures.add("a", "a", 0.5);
        figures.refuse("a");
        assertThat(figures.calibrationError()).isEqualTo(0.5, within(1e-12));
        assertThat(figures.bins()).hasSize(1);
    }

    @Test
    void withoutAnyGuessThereIsNoCalibrationError() {
        figures.refuse("a");
        assertThat(figures.calibrationError()).isNaN();
    }

    @Test
    void theMajorityIsTheMostFrequentTruth() {
        figures.add("a", "b", 1);
        figures.add("b", "b", 1);
        figures.add("a", "b", 1);
        assertThat(figures.majority()).isEqualTo(2 / 3.0, within(1e-12));
    }
}
