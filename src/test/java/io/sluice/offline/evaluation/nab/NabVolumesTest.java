package io.sluice.offline.evaluation.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.series.VusPr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Series of 400 constant rows. The first 60 are the probation, and the window of VUS-PR is 125. */
class NabVolumesTest {
    private static NabSeries series(String name, RowRange... windows) {
        return new NabSeries(name, Collections.nCopies(400, "{\"value\": 1}"), List.of(windows));
    }

    private static List<Double> scores() {
        return new ArrayList<>(new SplittableRandom(1).doubles(400).boxed().toList());
    }

    @Test
    void theRowsAfterTheProbationCountAlone() {
        NabVolumes volumes = new NabVolumes(List.of(series("a", new RowRange(200, 219))));
        List<Double> scores = scores();
        double[] scored = scores.subList(60, 400).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        double expected = VusPr.of(List.of(new RowRange(140, 159)), scored, 125);
        assertThat(volumes.of(Map.of("a", scores))).isCloseTo(expected, within(1e-12));
        Collections.fill(scores.subList(0, 60), 9.0);
        assertThat(volumes.of(Map.of("a", scores))).isCloseTo(expected, within(1e-12));
    }

    @Test
    void aSeriesWithoutAWindowAfterTheProbationIsNotInTheMean() {
        NabVolumes all = new NabVolumes(
                List.of(series("a", new RowRange(200, 219)), series("b"), series("c", new RowRange(10, 20))));
        NabVolumes alone = new NabVolumes(List.of(series("a", new RowRange(200, 219))));
        assertThat(all.of(Map.of("a", scores(), "b", scores(), "c", scores())))
                .isEqualTo(alone.of(Map.of("a", scores())));
    }
}
