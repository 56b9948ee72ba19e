package io.sluice.evaluation;

import java.util.ArrayList;
import java.util.List;

/** What one detector comes to over many series. */
final class DetectorFigures {
    private final SequenceFigures sequences = new SequenceFigures();
    private final PointFigures points = new PointFigures();
    private final RankedRows pooled = new RankedRows();
    private final List<Double> areas = new ArrayList<>();

    static DetectorFigures of(List<Detection> detections) {
        DetectorFigures figures = new DetectorFigures();
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

    SequenceFigures sequences() {
        return sequences;
    }

    PointFigures points() {
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
