package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Point;
import java.util.List;
import java.util.Locale;

/** What a picture of {@code anomaly.score} shows of a threshold. */
@Internal
public sealed interface ShownThreshold {
    /** Adds it to a chart of scores over rows or times, from {@code first} to {@code last}. */
    void addToScores(Chart chart, double first, double last);

    /** Adds it to a chart over thresholds, from {@code bottom} to {@code top}. */
    void addToThresholds(Chart chart, double bottom, double top);

    /**
     * A threshold of the score that is drawn.
     *
     * @param legend what the threshold decides, with its value
     */
    record Line(String legend, double value) implements ShownThreshold {
        @Override
        public void addToScores(Chart chart, double first, double last) {
            chart.dashes(legend, Colour.GREEN, List.of(new Point(first, value), new Point(last, value)));
        }

        @Override
        public void addToThresholds(Chart chart, double bottom, double top) {
            chart.dashes(legend, Colour.DARK, List.of(new Point(value, bottom), new Point(value, top)));
        }
    }

    /** A threshold of the quick score: a line among scores, and a note where {@code anomaly.score} is the axis. */
    record OfQuickScore(double value) implements ShownThreshold {
        @Override
        public void addToScores(Chart chart, double first, double last) {
            chart.dashes(
                    String.format(Locale.ROOT, "the quick score opens an incident, %.3f", value),
                    Colour.GREEN,
                    List.of(new Point(first, value), new Point(last, value)));
        }

        @Override
        public void addToThresholds(Chart chart, double bottom, double top) {
            chart.note(String.format(Locale.ROOT, "not about alerts, which open at a quick score of %.3f", value));
        }
    }
}
