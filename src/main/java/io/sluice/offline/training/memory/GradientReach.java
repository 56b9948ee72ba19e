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
 * The reach of gradients back in time in an RNN, a GRU and an LSTM, both untrained and trained on a {@link MemoryTask}.
 *
 * @param task a description of the task
 * @param seed the seed of all random numbers
 * @param hidden the number of units of each cell
 * @param steps the length of a sequence
 * @param updates the number of updates of the training
 */
public record GradientReach(String task, long seed, int hidden, int steps, int updates, List<CellReach> cells) {
    private static final List<CellKind> KINDS = List.of(CellKind.RNN, CellKind.GRU, CellKind.LSTM);
    private static final List<Colour> COLOURS = List.of(Colour.ORANGE, Colour.BLUE, Colour.GREEN);

    /** Copies the list. */
    public GradientReach {
        cells = List.copyOf(cells);
    }

    /**
     * The measurements of one cell.
     *
     * @param cell the name of its kind
     * @param untrained the mean norm of the gradient by distance in steps, from 0, before the training
     * @param trained the same after the training
     * @param recalled the share of sequences whose first symbol the trained cell predicts; chance is 1 in 8
     */
    public record CellReach(String cell, List<Double> untrained, List<Double> trained, double recalled) {
        /** Copies the lists. */
        public CellReach {
            untrained = List.copyOf(untrained);
            trained = List.copyOf(trained);
        }
    }

    /**
     * Measures all three cells.
     *
     * @param hidden the number of units of each cell
     * @param steps the length of a sequence
     * @param updates the number of updates of the training, each from 64 sequences
     */
    public static GradientReach measure(int hidden, int steps, int updates, long seed) throws IOException {
        List<CellReach> cells = new ArrayList<>();
        for (CellKind kind : KINDS) {
            try (MemoryTask memory = new MemoryTask(kind, hidden, steps, seed)) {
                List<Double> untrained = memory.gradientNorms();
                memory.learn(updates);
                cells.add(new CellReach(kind.key(), untrained, memory.gradientNorms(), memory.accuracy()));
            }
        }
        String task = "random symbols, 1 of 8 at each step; predict the first symbol after each step";
        return new GradientReach(task, seed, hidden, steps, updates, cells);
    }

    /** Writes the measurements as JSON. */
    public void write(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    }

    /** Draws the norms by distance as an SVG picture, with the untrained cells above the trained ones. */
    public void draw(Path file) throws IOException {
        Files.write(
                file,
                new Picture(List.of(
                                chart("Gradient of the last output by distance: untrained cells", false),
                                chart("The same after " + updates + " updates of the task", true)))
                        .svg());
    }

    private Chart chart(String title, boolean trained) {
        Chart chart = new Chart(title, Axis.whole("steps back"), Axis.logarithmic("norm of the gradient"));
        for (int i = 0; i < cells.size(); i++) {
            CellReach cell = cells.get(i);
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
