package io.sluice.offline.evaluation.tsbad;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.dataset.RowRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmThresholdTest {
    /** Returns 3,000 rows of score 0 with an event in rows 2000 to 2099, so 2,300 of the rows after 500 are normal. */
    private static double[] quiet() {
        return new double[3_000];
    }

    private static SeriesScores series(double... scores) {
        return new SeriesScores(List.of(new RowRange(2_000, 2_099)), 500, 0, scores);
    }

    private static double threshold(double... scores) {
        return AlarmThreshold.of(List.of(series(scores)));
    }

    @Test
    void twoThousandNormalRowsMayHaveTwoFalseAlarms() {
        double[] scores = quiet();
        scores[600] = 0.9;
        scores[800] = 0.8;
        assertThat(threshold(scores)).isEqualTo(0.8);
        scores[1_000] = 0.85;
        assertThat(threshold(scores)).isEqualTo(0.85);
    }

    @Test
    void anAlarmThatStaysOnCountsAgainEveryHundredRows() {
        double[] scores = quiet();
        Arrays.fill(scores, 600, 800, 0.7);
        assertThat(threshold(scores)).isEqualTo(0.7);
        scores[800] = 0.7;
        assertThat(threshold(scores)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void trainRowsAndEventsAndTheHundredRowsAfterThemHaveNoFalseAlarm() {
        double[] scores = quiet();
        Arrays.fill(scores, 0, 500, 0.9);
        Arrays.fill(scores, 2_000, 2_200, 0.5);
        assertThat(threshold(scores)).isEqualTo(0.5);
        Arrays.fill(scores, 2_200, 2_401, 0.5);
        assertThat(threshold(scores)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void aScoreWithinAnEventMayBeTheThreshold() {
        double[] scores = quiet();
        Arrays.fill(scores, 600, 1_200, 0.3);
        scores[2_050] = 0.31;
        assertThat(threshold(scores)).isEqualTo(0.31);
    }

    @Test
    void oneThresholdForSeveralSeriesCountsTheirFalseAlarmsTogether() {
        double[] loud = quiet();
        for (int row = 600; row < 1_000; row += 100) {
            loud[row] = 0.6;
        }
        assertThat(threshold(loud)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(AlarmThreshold.of(List.of(series(loud), series(quiet())))).isEqualTo(0.6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theThresholdIsThatOfTryingAllScores(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SeriesScores> series = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            double[] scores = quiet();
            double level = 0;
            for (int row = 0; row < scores.length; row++) {
                level = 0.97 * level + random.nextDouble() - 0.5;
                scores[row] = Math.round(20 * level) / 20.0;
            }
            series.add(series(scores));
        }
        assertThat(AlarmThreshold.of(series)).isEqualTo(byTrying(series));
    }

    private static double byTrying(List<SeriesScores> series) {
        return series.stream()
                .flatMap(one -> IntStream.range(500, 3_000).mapToObj(one::score))
                .distinct()
                .filter(threshold -> 1_000 * falseAlarms(series, threshold) <= 3 * 2_300)
                .min(Double::compare)
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static int falseAlarms(List<SeriesScores> series, double threshold) {
        int alarms = 0;
        for (SeriesScores one : series) {
            int run = 0;
            for (int row = 500; row < 3_000; row++) {
                boolean normal = row < 2_000 || row >= 2_200;
                run = normal && one.score(row) >= threshold ? run + 1 : 0;
                alarms += run % 100 == 1 ? 1 : 0;
            }
        }
        return alarms;
    }
}
