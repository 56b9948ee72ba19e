package io.sluice.offline.evaluation.tsbad;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.dataset.RowRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventHitsTest {
    private final EventHits hits = new EventHits();
    private final double[] scores = new double[400];

    private void add(int trainRows, RowRange... events) {
        hits.add(new SeriesScores(List.of(events), trainRows, 0, scores), 0.5);
    }

    @Test
    void anEventIsHitByARowThatReachesTheThreshold() {
        scores[104] = 0.5;
        scores[99] = 0.9;
        scores[220] = 0.49;
        add(0, new RowRange(100, 119), new RowRange(200, 239));
        assertThat(hits.events()).isEqualTo(2);
        assertThat(hits.share(1)).isEqualTo(0.5);
        assertThat(hits.share(0.25)).isEqualTo(0.5);
        assertThat(hits.share(0.2)).isZero();
        assertThat(hits.medianDelay()).hasValue(4);
    }

    @Test
    void theFirstRowOfAnEventIsInEveryPartOfIt() {
        scores[100] = 1;
        add(0, new RowRange(100, 100));
        assertThat(hits.share(0.1)).isEqualTo(1);
        assertThat(hits.medianDelay()).hasValue(0);
    }

    @Test
    void theTrainRowsOfAnEventDoNotCount() {
        scores[50] = 1;
        scores[110] = 1;
        add(100, new RowRange(40, 60), new RowRange(90, 119));
        assertThat(hits.events()).isEqualTo(1);
        assertThat(hits.medianDelay()).hasValue(10);
        assertThat(hits.share(0.5)).isZero();
        assertThat(hits.share(0.51)).isEqualTo(1);
    }

    @Test
    void theMedianOfAnEvenNumberOfDelaysIsTheMeanOfTheMiddleTwo() {
        scores[101] = 1;
        scores[204] = 1;
        add(0, new RowRange(100, 119), new RowRange(200, 219));
        assertThat(hits.medianDelay()).hasValue(2.5);
    }

    @Test
    void withoutAHitThereIsNoDelay() {
        add(0, new RowRange(100, 119));
        assertThat(hits.share(1)).isZero();
        assertThat(hits.medianDelay()).isEmpty();
    }
}
