package io.sluice.offline.evaluation.series;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The metrics of one detector over many series. */
final class DetectorMetrics {
    private final SequenceMetrics sequences = new SequenceMetrics();
    private final PointMetrics points = new PointMetrics();
    private final RankedRows pooled = new RankedRows();
    private final List<Double> areas = new ArrayList<>();
    private final List<Double> quickAreas = new ArrayList<>();
    private final List<Double> volumes = new ArrayList<>();

    static DetectorMetrics of(List<Detection> detections) {
        DetectorMetrics metrics = new DetectorMetrics();
        detections.forEach(metrics::add);
        return metrics;
    }

    private void add(Detection detection) {
        sequences.add(detection);
        points.add(detection);
        pooled.add(detection, ScoredRow::score);
        if (!detection.series().anomalies().isEmpty()) {
            areas.add(area(detection, ScoredRow::score));
            quickAreas.add(area(detection, ScoredRow::quick));
            volumes.add(VusPr.of(
                    detection.series().anomalies(),
                    detection.scores(),
                    detection.series().window()));
        }
    }

    private static double area(Detection detection, ToDoubleFunction<ScoredRow> score) {
        RankedRows alone = new RankedRows();
        alone.add(detection, score);
        return alone.averagePrecision();
    }

    SequenceMetrics sequences() {
        return sequences;
    }

    PointMetrics points() {
        return points;
    }

    /** Returns the rows of all series in one ranking. */
    RankedRows pooled() {
        return pooled;
    }

    /** Returns the mean area under the precision-recall curve over the series that have an anomaly. */
    double auprc() {
        return mean(areas);
    }

    /** Returns the same with the rows ranked by the quick score. */
    double quickAuprc() {
        return mean(quickAreas);
    }

    /** Returns the mean volume under the surface of precision and recall over the series that have an anomaly. */
    double vusPr() {
        return mean(volumes);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
