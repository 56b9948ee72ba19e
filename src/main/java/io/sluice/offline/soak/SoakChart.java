package io.sluice.offline.soak;

import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The picture of a soak: each figure over time, with a line for each pipeline. All axes begin at 0. */
public final class SoakChart {
    private static final double MEBIBYTE = 1 << 20;
    private static final List<Colour> COLOURS = List.of(Colour.BLUE, Colour.ORANGE);

    private final SoakResult result;

    public SoakChart(SoakResult result) {
        this.result = result;
    }

    /** Returns the picture as an SVG document in UTF-8. */
    public byte[] svg() {
        return new Picture(List.of(
                        chart("Resident memory", "MiB", sample -> sample.resident() / MEBIBYTE),
                        chart(
                                "Native memory: resident memory without the heap",
                                "MiB",
                                sample -> sample.nativeMemory() / MEBIBYTE),
                        chart("Heap after the last collection", "MiB", sample -> sample.heap() / MEBIBYTE),
                        chart("Threads", "threads", Sample::threads),
                        chart("Open files and connections", "files", Sample::files),
                        chart(
                                "Lag: events without a readable prediction",
                                "1,000 events",
                                sample -> sample.lag() / 1000.0)))
                .svg();
    }

    private Chart chart(String title, String unit, ToDoubleFunction<Sample> figure) {
        Chart chart = new Chart(title, Axis.of("minutes"), new Axis(unit, Axis.Kind.LINEAR, 0.0, null));
        if (result.overload() == null) {
            chart.band("not judged", Colour.GREY, 0, Window.begin(result.seconds()) / 60);
        }
        for (int i = 0; i < result.pipelines().size(); i++) {
            PipelineOutcome pipeline = result.pipelines().get(i);
            chart.line(pipeline.store(), COLOURS.get(i % COLOURS.size()), points(pipeline, figure));
        }
        return chart;
    }

    private static List<Point> points(PipelineOutcome pipeline, ToDoubleFunction<Sample> figure) {
        return pipeline.samples().stream()
                .map(sample -> new Point(sample.seconds() / 60, figure.applyAsDouble(sample)))
                .toList();
    }
}
