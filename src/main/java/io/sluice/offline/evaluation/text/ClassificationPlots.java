package io.sluice.offline.evaluation.text;

import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.training.text.ClassificationMetrics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Pictures of how far the probabilities of labels can be relied on. */
final class ClassificationPlots {
    private static final String PROBABILITY = "probability of the label that was given";

    private ClassificationPlots() {}

    /** Adds a reliability diagram, and what is right among the texts that the model is at least so sure of. */
    static void add(Report report, ClassificationMetrics figures) {
        report.picture("reliability", reliability(report.subject(), figures))
                .picture("sureness", sureness(report.subject(), figures.byThreshold()));
    }

    /** Bars to the diagonal are probabilities that come true. */
    private static Picture reliability(String subject, ClassificationMetrics figures) {
        Chart accuracy = new Chart(
                String.format(
                        Locale.ROOT,
                        "Reliability: %s (expected calibration error %.3f)",
                        subject,
                        figures.calibrationError()),
                Axis.of(PROBABILITY, 0, 1),
                Axis.of("share that is right", 0, 1));
        Chart texts = new Chart("How often it is that sure", Axis.of(PROBABILITY, 0, 1), Axis.of("texts"));
        for (ClassificationMetrics.Bin bin : figures.bins()) {
            accuracy.bar("right, by bin", Colour.SKY, bin.from(), bin.to(), bin.accuracy());
            texts.bar("", Colour.GREY, bin.from(), bin.to(), (double) bin.texts());
        }
        accuracy.dots(
                "mean probability of the bin",
                Colour.BLUE,
                figures.bins().stream()
                        .map(bin -> new Point(bin.confidence(), bin.accuracy()))
                        .toList());
        accuracy.dashes("perfectly calibrated", Colour.ORANGE, List.of(new Point(0, 0), new Point(1, 1)));
        return new Picture(List.of(accuracy, texts));
    }

    private static Picture sureness(String subject, List<ClassificationMetrics.Threshold> sure) {
        return new Picture(new Chart(
                        "Accuracy of the texts that are sure enough: " + subject,
                        Axis.of("least " + PROBABILITY, 0, 1),
                        Axis.of("share", 0, 1))
                .line("right among them", Colour.BLUE, points(sure, ClassificationMetrics.Threshold::accuracy))
                .line("of all texts", Colour.ORANGE, points(sure, ClassificationMetrics.Threshold::share)));
    }

    private static List<Point> points(
            List<ClassificationMetrics.Threshold> sure, ToDoubleFunction<ClassificationMetrics.Threshold> y) {
        return sure.stream()
                .map(one -> new Point(one.confidence(), y.applyAsDouble(one)))
                .toList();
    }
}
