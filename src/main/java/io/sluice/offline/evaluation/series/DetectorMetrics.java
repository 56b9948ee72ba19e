package io.sluice.offline.evaluation.series;

import java.util.ArrayList;
import java.util.List;

/** What one detector comes to over many series. */
final class DetectorMetrics {
    private final SequenceMetrics sequences = new SequenceMetrics();
    private final PointMetrics points = new PointMetrics();
    private final RankedRows pooled = new RankedRows();
    private final List<Double> areas = new ArrayList<>();

    static DetectorMetrics of(List<Detection> detections) {
        DetectorMetrics figures = new DetectorMetrics();
        detections.forEach(figures::add);
        return figures;
    }

    private void add(Detection detection) {
        sequences.add(detection);
        points.add(detection);
        pooled.add(detection);
        if (!detection.series().anomalies().isEmpty()) {
            RankedRows alone = new RankedRows();
            alone.add(detection);
            areas.add(alone.averagePrecision());
        }
    }

    SequenceMetrics sequences() {
        return sequences;
    }

    PointMetrics points() {
        return points;
    }

    /** The rows of all series in one order. */
    RankedRows pooled() {
        return pooled;
    }

    /** The mean over series of the area under precision over recall. */
    double auprc() {
        return areas.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
