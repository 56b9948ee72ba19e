package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutocorrelationWindowTest {
    private static Stream<TsbAdCases.Window> recorded() throws IOException {
        return TsbAdCases.read().windows().stream();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void theWindowIsThatOfThePackageTsbAd(TsbAdCases.Window recorded) {
        assertThat(AutocorrelationWindow.of(recorded.data())).isEqualTo(recorded.window());
    }

    private static Stream<Double> sine(int period, int rows) {
        return IntStream.range(0, rows).mapToObj(row -> Math.sin(2 * Math.PI * row / period));
    }

    @Test
    void readingsAfterTheFirstTwentyThousandDoNotCount() {
        List<Double> readings = new ArrayList<>(sine(20, 20_000).toList());
        assertThat(AutocorrelationWindow.of(readings)).isEqualTo(20);
        readings.addAll(sine(50, 80_000).map(reading -> 9 * reading).toList());
        assertThat(AutocorrelationWindow.of(readings)).isEqualTo(20);
    }

    @Test
    void aMissingReadingCountsAsTheMean() {
        List<Double> readings = new ArrayList<>(sine(30, 3_000).toList());
        readings.set(7, Double.NaN);
        assertThat(AutocorrelationWindow.of(readings)).isEqualTo(30);
    }
}
