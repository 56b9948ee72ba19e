package io.sluice.offline.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.event.NumericEvent;
import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** The picture of a machine: the readings of each channel with their forecasts, and the scores below. */
final class AnomalyChart implements KeyChart {
    /** More channels would make a picture that nobody reads. */
    private static final int MOST_CHANNELS = 8;

    private final List<String> channels;
    private final List<List<Point>> readings = new ArrayList<>();
    private final List<List<Point>> forecasts = new ArrayList<>();
    private final List<Point> scores = new ArrayList<>();
    private final List<Point> quickScores = new ArrayList<>();
    private final double opening;
    private final BitSet alerts = new BitSet();
    private final BitSet unjudged = new BitSet();
    private final EventSpan span = new EventSpan();

    /** @param opening the score from which an incident opens: the quick one, if predictions have one */
    AnomalyChart(List<String> channels, double opening) {
        this.opening = opening;
        this.channels = channels.subList(0, Math.min(MOST_CHANNELS, channels.size()));
        for (int i = 0; i < this.channels.size(); i++) {
            readings.add(new ArrayList<>());
            forecasts.add(new ArrayList<>());
        }
    }

    @Override
    public void add(ScoredEvent event) {
        int at = span.add(event);
        JsonNode anomaly = event.prediction().path("anomaly");
        for (int i = 0; i < channels.size() && event.event() instanceof NumericEvent values; i++) {
            JsonNode expected = anomaly.path("expected").path(channels.get(i));
            readings.get(i).add(new Point(at, values.isMissing(i) ? Double.NaN : values.channel(i)));
            forecasts.get(i).add(new Point(at, expected.isNumber() ? expected.doubleValue() : Double.NaN));
        }
        scores.add(new Point(at, anomaly.path("score").doubleValue()));
        if (anomaly.has("quick")) {
            quickScores.add(new Point(at, anomaly.path("quick").doubleValue()));
        }
        alerts.set(at, anomaly.path("alert").asBoolean());
        unjudged.set(at, !anomaly.path("judged").asBoolean(true));
    }

    @Override
    public Picture picture() {
        List<Chart> charts = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            charts.add(shaded(i == 0 ? span.title() : channels.get(i), Axis.of(channels.get(i)))
                    .line("reading", Colour.DARK, 1.6, span.placed(readings.get(i)))
                    .line("expected", Colour.SKY, 0.8, span.placed(forecasts.get(i))));
        }
        charts.add(scores());
        return new Picture(charts);
    }

    private Chart scores() {
        Chart chart = shaded("Scores", Axis.of("score", 0, 1)).line("score", Colour.BLUE, 1.2, span.placed(scores));
        if (!quickScores.isEmpty()) {
            chart.line("quick score", Colour.ORANGE, 1.2, span.placed(quickScores));
        }
        String opens = String.format(
                Locale.ROOT, "%s opens an incident, %.3f", quickScores.isEmpty() ? "score" : "quick score", opening);
        return chart.dashes(
                opens, Colour.GREEN, List.of(new Point(span.x(0), opening), new Point(span.x(scores.size()), opening)));
    }

    /** Creates a chart over the events, with the incidents in the background. */
    private Chart shaded(String title, Axis axis) {
        Chart chart = new Chart(title, span.axis(), axis);
        shade(chart, "not judged", Colour.GREY, unjudged);
        shade(chart, "incident open", Colour.PURPLE, alerts);
        return chart;
    }

    private void shade(Chart chart, String legend, Colour colour, BitSet events) {
        for (int from = events.nextSetBit(0); from >= 0; ) {
            int to = events.nextClearBit(from);
            chart.band(legend, colour, span.x(from), span.x(to));
            from = events.nextSetBit(to);
        }
    }
}
