package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.dataset.RowRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningScoreTest {
    private static String picture(OpeningScore opening) {
        SeriesPlot plot = new SeriesPlot(
                "press 1",
                "value",
                List.of(1.0, 2.0),
                List.of(new ScoredRow(0.1, false), new ScoredRow(0.5, true)),
                List.of(new RowRange(1, 1)),
                0,
                List.of());
        return new String(
                SeriesPlot.picture(List.of(plot), "a on b", opening.shown()).svg(), StandardCharsets.UTF_8);
    }

    @Test
    void theQuickScoreHasNoLineBecauseItIsNotDrawn() {
        assertThat(picture(new OpeningScore.Quick(0.829)))
                .doesNotContain("stroke-dasharray")
                .contains("alerts open at a quick score of 0.829, which is not drawn");
    }

    @Test
    void aThresholdOfTheDrawnScoreHasALine() {
        assertThat(picture(new OpeningScore.OfAnomalyScore(0.97)))
                .contains("stroke-dasharray", "opens an incident, 0.970");
    }
}
