package io.sluice.offline.evaluation.session;

import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The picture of rankings: the share of clicks that are found over the number of ranks. */
final class RankingPlot {
    private static final List<Colour> COLOURS =
            List.of(Colour.ORANGE, Colour.GREEN, Colour.PURPLE, Colour.YELLOW, Colour.SKY, Colour.GREY);

    private RankingPlot() {}

    /** Draws a line for the model and one for each baseline. */
    static Picture picture(String subject, RankingMetrics model, Map<String, RankingMetrics> baselines) {
        Chart chart = new Chart(
                        "Clicks among the first k ranks: " + subject, Axis.whole("k"), Axis.of("recall@k", 0, 1))
                .line("model", Colour.BLUE, 3, points(model));
        Iterator<Colour> colours = COLOURS.iterator();
        baselines.forEach(
                (name, metrics) -> chart.line(name, colours.hasNext() ? colours.next() : Colour.GREY, points(metrics)));
        return new Picture(chart);
    }

    private static List<Point> points(RankingMetrics metrics) {
        return IntStream.rangeClosed(1, RankingMetrics.DEPTH)
                .mapToObj(k -> new Point(k, metrics.recallAt(k)))
                .toList();
    }
}
