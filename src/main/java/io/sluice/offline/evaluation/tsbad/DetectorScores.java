package io.sluice.offline.evaluation.tsbad;

import io.sluice.offline.evaluation.series.RankedRows;
import io.sluice.offline.evaluation.series.VusPr;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** The scores of one detector for all series of TSB-AD, and its metrics. */
final class DetectorScores {
    private static final String RATE = "at one false alarm in 1,000 normal rows after the train rows";

    private final List<SeriesScores> series;
    private final double threshold;

    DetectorScores(List<SeriesScores> series) {
        this.series = List.copyOf(series);
        this.threshold = AlarmThreshold.of(series);
    }

    /** Passes the name and the definition of each metric to {@code sink}. */
    static void define(BiConsumer<String, String> sink) {
        sink.accept(VusPr.NAME, VusPr.DEFINITION + " the mean over series; every row counts, the train rows too");
        sink.accept("auprc", RankedRows.AUPRC + " the mean over series; every row counts, the train rows too");
        sink.accept(
                "hit",
                "the share of labelled events with an alarm " + RATE + ", with one threshold for all series. An alarm"
                        + " that stays on counts again every " + AlarmThreshold.ROWS + " rows; the "
                        + AlarmThreshold.ROWS + " rows after an event are free");
        sink.accept("hit.50", "the same with an alarm in the first half of the event's rows");
        sink.accept("hit.25", "the same with an alarm in the first quarter of the event's rows");
        sink.accept("hit.10", "the same with an alarm in the first tenth of the event's rows");
        sink.accept("delay", "the median number of rows of an event before its first alarm, over the events hit");
        sink.accept("threshold", "the score from which a row is an alarm for hit and delay");
        sink.accept("own.hit", "as hit, with a threshold of its own for each series");
    }

    /** Passes the name and the value of each metric to {@code sink}. */
    void measure(BiConsumer<String, Double> sink) {
        sink.accept(
                VusPr.NAME,
                series.stream().mapToDouble(SeriesScores::vusPr).average().orElse(Double.NaN));
        sink.accept(
                "auprc",
                series.stream()
                        .mapToDouble(SeriesScores::averagePrecision)
                        .average()
                        .orElse(Double.NaN));
        EventHits hits = new EventHits();
        series.forEach(one -> hits.add(one, threshold));
        sink.accept("hit", hits.share(1));
        sink.accept("hit.50", hits.share(0.5));
        sink.accept("hit.25", hits.share(0.25));
        sink.accept("hit.10", hits.share(0.1));
        OptionalDouble delay = hits.medianDelay();
        delay.ifPresent(rows -> sink.accept("delay", rows));
        if (Double.isFinite(threshold)) {
            sink.accept("threshold", threshold);
        }
        EventHits own = new EventHits();
        series.forEach(one -> own.add(one, AlarmThreshold.of(List.of(one))));
        sink.accept("own.hit", own.share(1));
    }

    /** Returns the threshold for all series; infinity if the highest score has too many false alarms. */
    double threshold() {
        return threshold;
    }

    /** Returns the scores of a series. */
    SeriesScores of(int index) {
        return series.get(index);
    }
}
