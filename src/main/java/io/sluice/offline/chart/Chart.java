package io.sluice.offline.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A chart with lines, dots, bars and bands over two axes. Later marks cover earlier ones.
 *
 * <p>Marks with the same legend share one entry.
 */
public final class Chart {
    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Mark> marks = new ArrayList<>();
    private String note = "";

    public Chart(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /** Joins points with a line. */
    public Chart line(String legend, Colour colour, List<Point> points) {
        return line(legend, colour, 2, points);
    }

    /** Joins points with a line of {@code width} pixels. */
    public Chart line(String legend, Colour colour, double width, List<Point> points) {
        return add(new Mark.Line(legend, colour, width, false, points));
    }

    /** Joins points with a thin dashed line, for reference values. */
    public Chart dashes(String legend, Colour colour, List<Point> points) {
        return add(new Mark.Line(legend, colour, 1.5, true, points));
    }

    /** Draws a dot at each point. */
    public Chart dots(String legend, Colour colour, List<Point> points) {
        return add(new Mark.Dots(legend, colour, 4, points));
    }

    /** Shades the full height of the chart between two x values. */
    public Chart band(String legend, Colour colour, double from, double to) {
        return add(new Mark.Band(legend, colour, 0.35, from, to));
    }

    /** Draws a strip along the top between two x values. The strip is always wide enough to be visible. */
    public Chart strip(String legend, Colour colour, double from, double to) {
        return add(new Mark.Strip(legend, colour, from, to));
    }

    /** Draws a bar between two x values, from 0 to {@code top}. */
    public Chart bar(String legend, Colour colour, double from, double to, double top) {
        return add(new Mark.Bar(legend, colour, from, to, top));
    }

    /** Writes a note after the legend. */
    public Chart note(String text) {
        note = text;
        return this;
    }

    private Chart add(Mark mark) {
        marks.add(mark);
        return this;
    }

    String title() {
        return title;
    }

    String note() {
        return note;
    }

    Axis x() {
        return x;
    }

    Axis y() {
        return y;
    }

    List<Mark> marks() {
        return marks;
    }

    DoubleStream xs() {
        return marks.stream().flatMapToDouble(Mark::xs);
    }

    DoubleStream ys() {
        return marks.stream().flatMapToDouble(Mark::ys);
    }
}
