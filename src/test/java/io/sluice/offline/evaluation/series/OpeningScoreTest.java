package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.dataset.RowRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningScoreTest {
    private static String picture(OpeningScore opening, ScoredRow row) {
        SeriesPlot plot = new SeriesPlot(
                "press 1",
                List.of(new Curve("value", List.of(1.0, 2.0))),
                List.of(new ScoredRow(0.1, false), row),
                List.of(new RowRange(1, 1)),
                0,
                List.of());
        return new String(
                SeriesPlot.picture(List.of(plot), "a on b", opening.shown()).svg(), StandardCharsets.UTF_8);
    }

    @Test
    void theQuickScoreIsDrawnWithItsThreshold() {
        assertThat(picture(new OpeningScore.Quick(0.829), new ScoredRow(0.5, 0.9, true, true, true, 0.9)))
                .contains("stroke-dasharray", ">quick score<", "the quick score opens an incident, 0.829");
    }

    @Test
    void theChartsOverThresholdsOfTheScoreSayThatTheyAreNotAboutAlerts() {
        RankedRows rows = new RankedRows();
        rows.add(0.5, true);
        rows.add(0.4, false);
        List<Chart> charts = new ThresholdPlot(rows, new OpeningScore.Quick(0.829).shown()).charts("a on b");
        assertThat(new String(new Picture(charts).svg(), StandardCharsets.UTF_8))
                .doesNotContain("stroke-dasharray")
                .contains("not about alerts, which open at a quick score of 0.829");
    }

    @Test
    void aThresholdOfTheDrawnScoreHasALine() {
        assertThat(picture(new OpeningScore.OfAnomalyScore(0.97), new ScoredRow(0.5, true)))
                .contains("stroke-dasharray", "opens an incident, 0.970")
                .doesNotContain("quick score");
    }
}
