package io.sluice.offline.training.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import io.sluice.offline.training.cell.CellKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far gradients reach back in an RNN, a GRU and an LSTM, untrained and after they have learned {@link MemoryTask}.
 *
 * @param task what was learned, in words
 */
public record GradientReach(String task, long seed, int hidden, int steps, int updates, List<OfCell> cells) {
    private static final List<CellKind> KINDS = List.of(CellKind.RNN, CellKind.GRU, CellKind.LSTM);
    private static final List<Colour> COLOURS = List.of(Colour.ORANGE, Colour.BLUE, Colour.GREEN);

    /** Keeps its own list. */
    public GradientReach {
        cells = List.copyOf(cells);
    }

    /**
     * What was measured of a cell.
     *
     * @param untrained the mean norm of the gradient by distance in steps, from 0 on
     * @param trained the same after training
     * @param recalled the share of sequences whose first symbol it tells after training; 1 in 8 is chance
     */
    public record OfCell(String cell, List<Double> untrained, List<Double> trained, double recalled) {
        /** Keeps its own lists. */
        public OfCell {
            untrained = List.copyOf(untrained);
            trained = List.copyOf(trained);
        }
    }

    /**
     * Measures all three.
     *
     * @param hidden units of each
     * @param steps the length of a sequence
     * @param updates of training, each from 64 sequences
     */
    public static GradientReach measure(int hidden, int steps, int updates, long seed) throws IOException {
        List<OfCell> cells = new ArrayList<>();
        for (CellKind kind : KINDS) {
            try (MemoryTask recall = new MemoryTask(kind, hidden, steps, seed)) {
                List<Double> untrained = recall.gradientNorms();
                recall.learn(updates);
                cells.add(new OfCell(kind.key(), untrained, recall.gradientNorms(), recall.recalled()));
            }
        }
        String task = "symbols drawn at random from 8; after each, which was the first?";
        return new GradientReach(task, seed, hidden, steps, updates, cells);
    }

    /** Writes the figures as JSON. */
    public void write(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    }

    /** Writes the norms by distance as an SVG picture: untrained above, trained below. */
    public void draw(Path file) throws IOException {
        Files.write(
                file,
                new Picture(List.of(
                                chart("Gradient of the last output by distance, untrained", false),
                                chart("after " + updates + " updates of recalling the first symbol", true)))
                        .svg());
    }

    private Chart chart(String title, boolean trained) {
        Chart chart = new Chart(title, Axis.whole("steps back"), Axis.logarithmic("norm of the gradient"));
        for (int i = 0; i < cells.size(); i++) {
            OfCell cell = cells.get(i);
            List<Double> norms = trained ? cell.trained : cell.untrained;
            chart.line(
                    cell.cell,
                    COLOURS.get(i),
                    IntStream.range(0, norms.size())
                            .mapToObj(k -> new Point(k, norms.get(k)))
                            .toList());
        }
        return chart;
    }
}
