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

/** Pictures that compare the probabilities of labels with the accuracy. */
final class ClassificationPlots {
    private static final String PROBABILITY = "probability of the predicted label";

    private ClassificationPlots() {}

    /** Adds a reliability diagram, and the accuracy over the least probability of the texts. */
    static void add(Report report, ClassificationMetrics metrics) {
        report.chart("reliability", reliability(report.subject(), metrics))
                .chart("sureness", sureness(report.subject(), metrics.byThreshold()));
    }

    /** A bar that ends at the diagonal shows a calibrated probability. */
    private static Picture reliability(String subject, ClassificationMetrics metrics) {
        Chart accuracy = new Chart(
                String.format(
                        Locale.ROOT,
                        "Reliability: %s (expected calibration error %.3f)",
                        subject,
                        metrics.calibrationError()),
                Axis.of(PROBABILITY, 0, 1),
                Axis.of("share of right labels", 0, 1));
        Chart texts = new Chart("Number of texts by probability", Axis.of(PROBABILITY, 0, 1), Axis.of("texts"));
        for (ClassificationMetrics.Bin bin : metrics.bins()) {
            accuracy.bar("accuracy of the bin", Colour.SKY, bin.from(), bin.to(), bin.accuracy());
            texts.bar("", Colour.GREY, bin.from(), bin.to(), (double) bin.texts());
        }
        accuracy.dots(
                "mean probability of the bin",
                Colour.BLUE,
                metrics.bins().stream()
                        .map(bin -> new Point(bin.confidence(), bin.accuracy()))
                        .toList());
        accuracy.dashes("perfectly calibrated", Colour.ORANGE, List.of(new Point(0, 0), new Point(1, 1)));
        return new Picture(List.of(accuracy, texts));
    }

    private static Picture sureness(String subject, List<ClassificationMetrics.Threshold> sure) {
        return new Picture(new Chart(
                        "Accuracy of the texts above a probability: " + subject,
                        Axis.of("least " + PROBABILITY, 0, 1),
                        Axis.of("share", 0, 1))
                .line("accuracy of these texts", Colour.BLUE, points(sure, ClassificationMetrics.Threshold::accuracy))
                .line("share of all texts", Colour.ORANGE, points(sure, ClassificationMetrics.Threshold::share)));
    }

    private static List<Point> points(
            List<ClassificationMetrics.Threshold> sure, ToDoubleFunction<ClassificationMetrics.Threshold> y) {
        return sure.stream()
                .map(one -> new Point(one.confidence(), y.applyAsDouble(one)))
                .toList();
    }
}
