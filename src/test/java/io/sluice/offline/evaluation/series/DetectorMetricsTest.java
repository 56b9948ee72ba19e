package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DetectorMetricsTest {
    /** Returns a detection with alerts from a score of 0.5 on. {@code A} marks the anomalous rows. */
    private static Detection detection(String truth, double... scores) {
        return new Detection(
                MarkedSeries.of(truth, List.of()),
                DoubleStream.of(scores)
                        .mapToObj(score -> new ScoredRow(score, score >= 0.5))
                        .toList());
    }

    @Test
    void vusPrIsTheMeanOverTheSeriesThatHaveAnAnomaly() {
        DetectorMetrics metrics = DetectorMetrics.of(List.of(
                detection("..A.", 0.1, 0.2, 0.9, 0.3), // the event is first: 1
                detection(".A..", 0.9, 0.5, 0.4, 0.3), // the event is second: 1/2
                detection("....", 0.9, 0.5, 0.4, 0.3)));
        assertThat(metrics.vusPr()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void rowsAreCountedByTruthAndAlert() {
        PointMetrics points = DetectorMetrics.of(List.of(
                        detection("AAAA", 1, 1, 1, 0), // 3 found, 1 missed
                        detection("A....", 0, 1, 0, 0, 0))) // 1 missed, 1 false, 3 without alert
                .points();
        assertThat(points.precision()).isEqualTo(3 / 4.0);
        assertThat(points.recall()).isEqualTo(3 / 5.0);
        assertThat(points.f1()).isEqualTo(6 / 9.0, within(1e-12));
        assertThat(points.falseAlarmRate()).isEqualTo(1 / 4.0);
        assertThat(points.missingAlarmRate()).isEqualTo(2 / 5.0);
        assertThat(points.alertShare()).isEqualTo(4 / 9.0, within(1e-12));
    }

    @Test
    void averagePrecisionSumsThePrecisionsWhereRecallGrows() {
        // the ranking is A . A . A: precision 1/1, 2/3, 3/5, and a third of recall each
        DetectorMetrics metrics = DetectorMetrics.of(List.of(detection("A.A.A", 0.9, 0.8, 0.7, 0.6, 0.5)));
        assertThat(metrics.auprc()).isEqualTo((1 + 2 / 3.0 + 3 / 5.0) / 3, within(1e-12));
    }

    @Test
    void rowsOfEqualScoreCountAsOneStep() {
        DetectorMetrics metrics = DetectorMetrics.of(List.of(detection("A..A.", 0.9, 0.3, 0.3, 0.3, 0.1)));
        // recall 1/2 at precision 1, then recall 1 at precision 2/4, as three rows follow at once
        assertThat(metrics.auprc()).isEqualTo(1 / 2.0 + (1 / 2.0) * (2 / 4.0), within(1e-12));
        assertThat(DetectorMetrics.of(List.of(detection("A...", 1, 1, 1, 1))).auprc())
                .isEqualTo(1 / 4.0);
    }

    @Test
    void auprcIsTheMeanOverSeriesWithAnomaliesAndPooledIsOneRanking() {
        DetectorMetrics metrics = DetectorMetrics.of(
                List.of(detection("A.", 0.2, 0.1), detection("A.", 0.9, 0.8), detection("..", 0.95, 0.05)));
        assertThat(metrics.auprc()).isEqualTo(1);
        // the pooled ranking is . A . A . .: precision 1/2 at recall 1/2, 2/4 at recall 1
        assertThat(metrics.pooled().averagePrecision()).isEqualTo(1 / 2.0, within(1e-12));
    }

    @Test
    void theThresholdOfAFalseAlarmRateIsTheLowestThatKeepsIt() {
        RankedRows rows = DetectorMetrics.of(List.of(detection("A....A", 0.9, 0.8, 0.7, 0.6, 0.5, 0.65)))
                .pooled();
        assertThat(rows.thresholdOfFalseAlarmRate(0.5)).isEqualTo(0.65);
        assertThat(rows.thresholdOfFalseAlarmRate(0.1)).isEqualTo(0.9);
    }
}
