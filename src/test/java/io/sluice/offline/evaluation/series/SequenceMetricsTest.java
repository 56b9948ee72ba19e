package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.offline.dataset.RowRange;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceMetricsTest {
    private final SequenceMetrics figures = new SequenceMetrics();

    /** Adds a series of whose rows {@code #} is one with an alert, against those that {@code A} stands for. */
    private void add(String truth, String alerts) {
        LabelledSeries series = new LabelledSeries(
                "s",
                "part",
                List.of(),
                0,
                RowRange.runs(truth.length(), row -> truth.charAt(row) == 'A'),
                "column",
                Collections.nCopies(truth.length(), 0.0),
                Collections.nCopies(truth.length(), 0.0));
        figures.add(new Detection(
                series, alerts.chars().mapToObj(c -> new ScoredRow(0, c == '#')).toList()));
    }

    @Test
    void aTrueSequenceThatIsTouchedByOneRowIsFound() {
        add(".AAA..AA.", "...#..#..");
        assertThat(figures.precision()).isEqualTo(1);
        assertThat(figures.recall()).isEqualTo(1);
    }

    @Test
    void severalPredictionsOfOneSequenceCountOnce() {
        add("AAAAA....AA", "#.#.#.#....");
        // found 1 of 2; one of the predicted overlaps nothing
        assertThat(figures.precision()).isEqualTo(1 / 2.0);
        assertThat(figures.recall()).isEqualTo(1 / 2.0);
        assertThat(figures.falseAlarms()).isEqualTo(1);
    }

    @Test
    void onePredictionMayFindSeveralSequences() {
        add("AA..AA..AA", "##########");
        assertThat(figures.precision()).isEqualTo(1);
        assertThat(figures.recall()).isEqualTo(1);
        assertThat(figures.found()).isEqualTo(3);
    }

    @Test
    void anAlertRightBesideASequenceIsFalse() {
        add("..AA..", ".#..#.");
        assertThat(figures.falseAlarms()).isEqualTo(2);
        assertThat(figures.recall()).isZero();
    }

    @Test
    void seriesAreCountedTogetherAndPrecisionCountsTwice() {
        add("AA....AA", "##.#....");
        add("..A.....", "........");
        add("........", "#.......");
        // TP 1, FP 2, FN 2
        assertThat(figures.precision()).isEqualTo(1 / 3.0, within(1e-12));
        assertThat(figures.recall()).isEqualTo(1 / 3.0, within(1e-12));
        assertThat(figures.f05()).isEqualTo(1 / 3.0, within(1e-12));
        add("AA", "##");
        add("AA", "##");
        // TP 3, FP 2, FN 2: 0.6; two more missed: recall 3/7
        add("A.A", "...");
        assertThat(figures.f05()).isEqualTo(1.25 * 0.6 * (3 / 7.0) / (0.25 * 0.6 + 3 / 7.0), within(1e-12));
    }

    @Test
    void nothingPredictedIsZeroAndNoDivisionByZero() {
        add("A", ".");
        assertThat(figures.precision()).isZero();
        assertThat(figures.f05()).isZero();
    }
}
