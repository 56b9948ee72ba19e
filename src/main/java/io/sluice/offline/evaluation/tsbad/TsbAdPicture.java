package io.sluice.offline.evaluation.tsbad;

import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.dataset.TsbAdSeries;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.series.Curve;
import io.sluice.offline.evaluation.series.SeriesPlot;
import io.sluice.offline.evaluation.series.ShownThreshold;
import io.sluice.offline.evaluation.series.VusPr;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The picture of some series: those that the user named, or those with the highest, the middle and the lowest VUS-PR of
 * the model.
 *
 * @param series the series
 * @param scored what the model says of each series
 * @param model the anomaly scores of all series
 */
record TsbAdPicture(List<TsbAdSeries> series, List<ModelScores> scored, DetectorScores model) {
    TsbAdPicture {
        series = List.copyOf(series);
        scored = List.copyOf(scored);
    }

    Picture picture(String subject, PicturedSeries pictured) {
        List<Integer> all = IntStream.range(0, series.size()).boxed().toList();
        return new Picture(pictured.choose(all, i -> series.get(i).name(), bestMiddleWorst(all)).stream()
                .flatMap(i -> charts(i, subject).stream())
                .toList());
    }

    private List<Integer> bestMiddleWorst(List<Integer> all) {
        List<Integer> descending = all.stream()
                .sorted(Comparator.comparingDouble(i -> -model.of(i).vusPr()))
                .toList();
        return Stream.of(0, (descending.size() - 1) / 2, descending.size() - 1)
                .map(descending::get)
                .distinct()
                .toList();
    }

    private List<Chart> charts(int index, String subject) {
        TsbAdSeries one = series.get(index);
        return new SeriesPlot(
                        String.format(
                                Locale.ROOT,
                                "%s (%s %.3f)",
                                one.name(),
                                VusPr.NAME,
                                model.of(index).vusPr()),
                        List.of(new Curve(
                                one.readings().columns().get(0), one.readings().column(0, 0))),
                        scored.get(index).rows(),
                        one.anomalies(),
                        0,
                        List.of())
                .charts(
                        subject,
                        new ShownThreshold.Line(
                                String.format(
                                        Locale.ROOT, "one false alarm in 1,000 normal rows, %.3f", model.threshold()),
                                model.threshold()));
    }
}
