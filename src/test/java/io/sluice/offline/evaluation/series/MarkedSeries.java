package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.RowRange;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Makes series whose rows are marked in a text: {@code A} is an anomalous row, {@code #} is an alert. */
final class MarkedSeries {
    private MarkedSeries() {}

    /** Returns a series with the times of its rows; none if the series has no times. */
    static LabelledSeries of(String truth, List<Long> times) {
        return new LabelledSeries(
                "s",
                "part",
                List.of(),
                0,
                RowRange.runs(truth.length(), row -> truth.charAt(row) == 'A'),
                List.of(new Curve("column", Collections.nCopies(truth.length(), 0.0))),
                0,
                Collections.nCopies(truth.length(), 0.0),
                times);
    }

    /** Returns what a detector with these alerts found in a series with a row every so many milliseconds. */
    static Detection detection(String truth, String alerts, long millis) {
        List<Long> times =
                IntStream.range(0, truth.length()).mapToObj(row -> row * millis).toList();
        return new Detection(
                of(truth, times),
                alerts.chars().mapToObj(c -> new ScoredRow(0, c == '#')).toList());
    }
}
