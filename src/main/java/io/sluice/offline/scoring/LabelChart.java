package io.sluice.offline.scoring;

import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import java.util.ArrayList;
import java.util.List;

/** The picture of an author: the probabilities of the labels for all texts so far, and for each text alone. */
final class LabelChart implements KeyChart {
    private static final List<Colour> COLOURS = List.of(
            Colour.ORANGE,
            Colour.BLUE,
            Colour.GREEN,
            Colour.PURPLE,
            Colour.YELLOW,
            Colour.SKY,
            Colour.DARK,
            Colour.GREY);

    private final List<String> labels;
    private final List<List<Point>> running = new ArrayList<>();
    private final List<List<Point>> alone = new ArrayList<>();
    private final EventSpan span = new EventSpan();

    LabelChart(List<String> labels) {
        this.labels = List.copyOf(labels);
        for (int i = 0; i < labels.size(); i++) {
            running.add(new ArrayList<>());
            alone.add(new ArrayList<>());
        }
    }

    @Override
    public void add(ScoredEvent event) {
        int at = span.add(event);
        for (int i = 0; i < labels.size(); i++) {
            String field = "probabilities";
            running.get(i)
                    .add(new Point(
                            at,
                            event.prediction()
                                    .at("/classification/running/" + field)
                                    .path(labels.get(i))
                                    .doubleValue()));
            alone.get(i)
                    .add(new Point(
                            at,
                            event.prediction()
                                    .at("/classification/" + field)
                                    .path(labels.get(i))
                                    .doubleValue()));
        }
    }

    @Override
    public Picture picture() {
        Chart all = new Chart(span.title() + ", all texts so far", span.axis(), Axis.of("probability", 0, 1));
        Chart single = new Chart("Each text alone", span.axis(), Axis.of("probability", 0, 1));
        for (int i = 0; i < labels.size(); i++) {
            Colour colour = COLOURS.get(i % COLOURS.size());
            all.line(labels.get(i), colour, span.placed(running.get(i)));
            single.dots(labels.get(i), colour, span.placed(alone.get(i)));
        }
        return new Picture(List.of(all, single));
    }
}
