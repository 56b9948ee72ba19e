package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.offline.dataset.RowRange;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VusPrTest {
    private static Stream<TsbAdCases.Metrics> recorded() throws IOException {
        return TsbAdCases.read().metrics().stream();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void vusPrIsThatOfThePackageTsbAd(TsbAdCases.Metrics recorded) {
        assertThat(VusPr.of(recorded.ranges(), recorded.scoreOfEachRow(), recorded.window()))
                .isCloseTo(recorded.vusPr(), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void averagePrecisionIsThatOfThePackageTsbAd(TsbAdCases.Metrics recorded) {
        RankedRows ranked = new RankedRows();
        for (int row = 0; row < recorded.scores().size(); row++) {
            int at = row;
            ranked.add(recorded.scores().get(row), recorded.ranges().stream().anyMatch(event -> event.contains(at)));
        }
        assertThat(ranked.averagePrecision()).isCloseTo(recorded.aucPr(), within(1e-9));
    }

    @Test
    void onlyTheOrderOfTheScoresCounts() {
        List<RowRange> events = List.of(new RowRange(100, 140), new RowRange(400, 404));
        double[] scores = new SplittableRandom(1).doubles(600).toArray();
        double[] stretched = scores.clone();
        for (int row = 0; row < scores.length; row++) {
            stretched[row] = Math.exp(20 * scores[row]) - 5;
        }
        assertThat(VusPr.of(events, stretched, 50)).isEqualTo(VusPr.of(events, scores, 50));
    }

    @Test
    void noAlarmIsFalseInASeriesThatIsOneEvent() {
        double[] scores = new SplittableRandom(1).doubles(300).toArray();
        assertThat(VusPr.of(List.of(new RowRange(0, 299)), scores, 10)).isCloseTo(1, within(1e-12));
    }
}
