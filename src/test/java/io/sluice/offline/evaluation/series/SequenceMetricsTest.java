package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SequenceMetricsTest {
    private static final long HOUR = 3_600_000;

    private final SequenceMetrics metrics = new SequenceMetrics();

    /** Adds a series. {@code A} marks the anomalous rows, {@code #} the rows with an alert. */
    private void add(String truth, String alerts) {
        metrics.add(MarkedSeries.detection(truth, alerts, HOUR));
    }

    @Test
    void aTrueSequenceIsFoundIfOneOfItsRowsHasAnAlert() {
        add(".AAA..AA.", "...#..#..");
        assertThat(metrics.precision()).isEqualTo(1);
        assertThat(metrics.recall()).isEqualTo(1);
    }

    @Test
    void severalPredictionsOfOneSequenceCountOnce() {
        add("AAAAA....AA", "#.#.#.#....");
        // 1 of 2 is found; one predicted sequence overlaps nothing
        assertThat(metrics.precision()).isEqualTo(1 / 2.0);
        assertThat(metrics.recall()).isEqualTo(1 / 2.0);
        assertThat(metrics.falseAlarms()).isEqualTo(1);
    }

    @Test
    void onePredictionMayFindSeveralSequences() {
        add("AA..AA..AA", "##########");
        assertThat(metrics.precision()).isEqualTo(1);
        assertThat(metrics.recall()).isEqualTo(1);
        assertThat(metrics.found()).isEqualTo(3);
    }

    @Test
    void anAlertNextToASequenceIsFalse() {
        add("..AA..", ".#..#.");
        assertThat(metrics.falseAlarms()).isEqualTo(2);
        assertThat(metrics.recall()).isZero();
    }

    @Test
    void seriesCountTogetherAndPrecisionCountsTwice() {
        add("AA....AA", "##.#....");
        add("..A.....", "........");
        add("........", "#.......");
        // TP 1, FP 2, FN 2
        assertThat(metrics.precision()).isEqualTo(1 / 3.0, within(1e-12));
        assertThat(metrics.recall()).isEqualTo(1 / 3.0, within(1e-12));
        assertThat(metrics.f05()).isEqualTo(1 / 3.0, within(1e-12));
        add("AA", "##");
        add("AA", "##");
        // TP 3, FP 2, FN 2: 0.6; two more missed: recall 3/7
        add("A.A", "...");
        assertThat(metrics.f05()).isEqualTo(1.25 * 0.6 * (3 / 7.0) / (0.25 * 0.6 + 3 / 7.0), within(1e-12));
    }

    @Test
    void withoutPredictionsThereIsNoPrecisionAndNoDelay() {
        add("A", ".");
        assertThat(metrics.precision()).isNaN();
        assertThat(metrics.delayRows()).isNaN();
        assertThat(metrics.delaySeconds()).isNaN();
        assertThat(metrics.recall()).isZero();
        assertThat(metrics.f1()).isZero();
        assertThat(metrics.f05()).isZero();
    }

    @Test
    void withNothingToFindThereIsNoRecallAndWithoutAnAlertNoF() {
        add(".", ".");
        assertThat(metrics.recall()).isNaN();
        assertThat(metrics.f1()).isNaN();
        assertThat(metrics.falseAlertsADay()).as("one row lasts no time").isNaN();
        add(".", "#");
        assertThat(metrics.precision()).isZero();
        assertThat(metrics.f1()).isZero();
    }

    @Test
    void theDelayIsTheTimeToTheFirstAlertOfAFoundSequence() {
        add(".AAAA..AAA..AA.", "...##.#.##.....");
        assertThat(metrics.delayRows()).isEqualTo(1.5);
        assertThat(metrics.delaySeconds()).isEqualTo(5400);
        add("AAAA", "....");
        assertThat(metrics.delayRows()).isEqualTo(1.5);
    }

    @Test
    void anIncidentThatIsOpenBeforeHasNoDelay() {
        add("..AA", ".###");
        assertThat(metrics.delayRows()).isZero();
    }

    @Test
    void falseAlertsArePerDayOfAKey() {
        add(".".repeat(25), "#.#" + ".".repeat(22));
        add("A".repeat(25), "#".repeat(25));
        assertThat(metrics.falseAlertsADay()).isEqualTo(1); // two in two days of a key
    }
}
