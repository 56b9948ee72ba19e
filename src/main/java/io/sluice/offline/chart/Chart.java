package io.sluice.offline.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines, dots, bars and bands over two axes. What is added first lies below.
 *
 * <p>Marks of one legend are named once.
 */
public final class Chart {
    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Mark> marks = new ArrayList<>();

    public Chart(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /** Joins points by a line. */
    public Chart line(String legend, Colour colour, List<Point> points) {
        return line(legend, colour, 2, points);
    }

    /** Joins points by a line of {@code width} pixels. */
    public Chart line(String legend, Colour colour, double width, List<Point> points) {
        return add(new Mark.Line(legend, colour, width, false, points));
    }

    /** Joins points by a thin line of dashes, for what others are compared with. */
    public Chart dashes(String legend, Colour colour, List<Point> points) {
        return add(new Mark.Line(legend, colour, 1.5, true, points));
    }

    /** Draws a dot at each point. */
    public Chart dots(String legend, Colour colour, List<Point> points) {
        return add(new Mark.Dots(legend, colour, 4, points));
    }

    /** Shades all of the height between two x. */
    public Chart band(String legend, Colour colour, double from, double to) {
        return add(new Mark.Band(legend, colour, 0.35, from, to));
    }

    /** Draws a strip along the top between two x; it is never too narrow to be seen. */
    public Chart strip(String legend, Colour colour, double from, double to) {
        return add(new Mark.Strip(legend, colour, from, to));
    }

    /** Draws a bar between two x, from 0 to {@code top}. */
    public Chart bar(String legend, Colour colour, double from, double to, double top) {
        return add(new Mark.Bar(legend, colour, from, to, top));
    }

    private Chart add(Mark mark) {
        marks.add(mark);
        return this;
    }

    String title() {
        return title;
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
