package io.sluice.offline.evaluation.nab;

import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.series.AutocorrelationWindow;
import io.sluice.offline.evaluation.series.VusPr;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** VUS-PR of the series of the Numenta Anomaly Benchmark, over their rows after the probation. */
final class NabVolumes {
    private final List<Volume> volumes;

    /** The scored rows of a series: the rows from {@code first} on. */
    private record Volume(String name, int first, List<RowRange> events, int window) {
        static Volume of(NabSeries series) {
            int first = series.probation();
            List<Double> values = NabCorpus.values(series);
            return new Volume(
                    series.name(),
                    first,
                    RowRange.runs(values.size() - first, row -> series.isAnomalous(first + row)),
                    AutocorrelationWindow.of(values.subList(first, values.size())));
        }

        double of(List<Double> scores) {
            double[] scored = scores.subList(first, scores.size()).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            return VusPr.of(events, scored, window);
        }
    }

    NabVolumes(List<NabSeries> corpus) {
        this.volumes = corpus.stream()
                .map(Volume::of)
                .filter(volume -> !volume.events.isEmpty())
                .toList();
    }

    /** Returns the mean over the series that have a window after the probation. */
    double of(Map<String, List<Double>> scores) {
        return volumes.stream()
                .mapToDouble(volume -> volume.of(Objects.requireNonNull(scores.get(volume.name))))
                .average()
                .orElse(Double.NaN);
    }
}
