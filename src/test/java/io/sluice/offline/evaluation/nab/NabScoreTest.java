package io.sluice.offline.evaluation.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.offline.dataset.RowRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NabScoreTest {
    private static final double PERFECT = 2 / (1 + Math.exp(-5)) - 1;

    /** 100 rows with windows at rows 40 to 49 and 70 to 79. The first 15 rows are the probation. */
    private static final NabSeries SERIES = new NabSeries(
            "made/series.csv", Collections.nCopies(100, "{}"), List.of(new RowRange(40, 49), new RowRange(70, 79)));

    private static double standard(int... alarms) {
        List<Double> scores = new ArrayList<>(Collections.nCopies(100, 0.0));
        for (int alarm : alarms) {
            scores.set(alarm, 1.0);
        }
        return score(NabProfile.STANDARD, scores).at(0.5);
    }

    private static NabScore score(NabProfile profile, List<Double> scores) {
        NabScore score = new NabScore(profile);
        score.add(SERIES, scores);
        return score;
    }

    @Test
    void noAlarmGivesZeroAndAlarmsAtTheBeginningOfEachWindowGiveAHundred() {
        assertThat(standard()).isZero();
        assertThat(standard(40, 70)).isEqualTo(100, within(1e-9));
    }

    @Test
    void aLaterAlarmInAWindowEarnsLess() {
        double last = (2 / (1 + Math.exp(-0.5)) - 1) / PERFECT; // p = -1/10
        assertThat(standard(49, 70)).isEqualTo(100 * (last + 1 + 2) / 4, within(1e-9));
        assertThat(standard(49, 45, 70)).isGreaterThan(standard(49, 70)).isLessThan(100);
    }

    @Test
    void onlyTheBestAlarmOfAWindowCounts() {
        assertThat(standard(40, 41, 42, 49, 70)).isEqualTo(100, within(1e-9));
    }

    @Test
    void anAlarmBeforeTheFirstWindowCostsAFullFalsePositive() {
        assertThat(standard(20, 40, 70)).isEqualTo(100 * (2 - 0.11 + 2) / 4, within(1e-9));
    }

    @Test
    void anAlarmSoonAfterAWindowCostsLess() {
        double cost = (2 / (1 + Math.exp(5.0 / 9)) - 1) * 0.11; // p = 1/9
        assertThat(standard(50, 40, 70)).isEqualTo(100 * (2 + cost + 2) / 4, within(1e-9));
        assertThat(standard(99, 40, 70))
                .isEqualTo(100 * (2 - 0.11 * (1 - 2 / (1 + Math.exp(100 / 9.0))) + 2) / 4, within(1e-9));
    }

    @Test
    void theProbationDoesNotCount() {
        assertThat(standard(0, 14, 40, 70)).isEqualTo(100, within(1e-9));
        assertThat(standard(15, 40, 70)).isLessThan(100);
    }

    @Test
    void aProfileWeighsMissedWindowsAndFalseAlarms() {
        List<Double> scores = new ArrayList<>(Collections.nCopies(100, 0.0));
        scores.set(20, 1.0);
        scores.set(40, 1.0);
        assertThat(score(NabProfile.LOW_FALSE_POSITIVES, scores).at(0.5))
                .isEqualTo(100 * (1 - 1 - 0.22 + 2) / 4, within(1e-9));
        assertThat(score(NabProfile.LOW_FALSE_NEGATIVES, scores).at(0.5))
                .isEqualTo(100 * (1 - 2 - 0.11 + 4) / 6, within(1e-9));
    }

    @Test
    void oneBestThresholdAppliesToTheWholeCorpus() {
        List<Double> scores = new ArrayList<>(Collections.nCopies(100, 0.0));
        scores.set(40, 0.9);
        scores.set(70, 0.7);
        scores.set(20, 0.3);
        NabScore.AtThreshold best = score(NabProfile.STANDARD, scores).best();
        assertThat(best.threshold()).isEqualTo(0.7);
        assertThat(best.score()).isEqualTo(100, within(1e-9));
    }

    @Test
    void falseAlarmsAloneGiveANegativeScore() {
        List<Double> scores = new ArrayList<>(Collections.nCopies(100, 0.0));
        scores.set(20, 0.9);
        NabSeries quiet = new NabSeries("made/quiet.csv", Collections.nCopies(100, "{}"), List.of());
        NabScore score = new NabScore(NabProfile.STANDARD);
        score.add(quiet, scores);
        score.add(SERIES, Collections.nCopies(100, -1.0));
        assertThat(score.at(0.5)).isNegative();
    }

    /** NAB's own scorer gave these results for two published detectors, whose scores come with the data. */
    @ParameterizedTest
    @CsvSource({"windowedGaussian, 1.0, 38.49", "numenta, 0.5421876907348634, 69.17"})
    void publishedDetectorsGetTheirPublishedScores(String detector, double threshold, double published)
            throws IOException {
        Path nab = Path.of(System.getenv().getOrDefault("SLUICE_DATA", "../shared/data"), "nab");
        assumeTrue(Files.isDirectory(nab), () -> "skipped: there is no " + nab + "; set SLUICE_DATA");
        NabScore score = new NabScore(NabProfile.STANDARD);
        for (NabSeries series : NabCorpus.read(nab)) {
            score.add(series, scores(nab.resolve("reference_scores").resolve(detector), series.name()));
        }
        assertThat(score.at(threshold)).isEqualTo(published, within(0.005));
    }

    private static List<Double> scores(Path folder, String name) throws IOException {
        Path category = folder.resolve(name).getParent();
        String file = Path.of(name).getFileName().toString();
        try (var files = Files.list(category)) {
            Path scores = files.filter(path -> path.getFileName().toString().endsWith(file))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(scores).stream()
                    .skip(1)
                    .map(line -> Double.valueOf(line.split(",", -1)[2]))
                    .toList();
        }
    }
}
