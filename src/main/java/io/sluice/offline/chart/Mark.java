package io.sluice.offline.chart;

import java.util.List;
import java.util.stream.DoubleStream;

/** A shape drawn in a chart. */
sealed interface Mark {
    /** Returns the text in the legend, or an empty text for no entry. */
    String legend();

    Colour colour();

    /** Returns the x values that the chart must cover. */
    DoubleStream xs();

    /** Returns the y values that the chart must cover. */
    DoubleStream ys();

    /** A line through points, {@code width} pixels wide. */
    record Line(String legend, Colour colour, double width, boolean dashed, List<Point> points) implements Mark {
        public Line {
            points = List.copyOf(points);
        }

        @Override
        public DoubleStream xs() {
            return points.stream().mapToDouble(Point::x);
        }

        @Override
        public DoubleStream ys() {
            return points.stream().mapToDouble(Point::y);
        }
    }

    /** A dot at each point. */
    record Dots(String legend, Colour colour, double radius, List<Point> points) implements Mark {
        public Dots {
            points = List.copyOf(points);
        }

        @Override
        public DoubleStream xs() {
            return points.stream().mapToDouble(Point::x);
        }

        @Override
        public DoubleStream ys() {
            return points.stream().mapToDouble(Point::y);
        }
    }

    /** A band from the bottom to the top of the chart, between two x values. */
    record Band(String legend, Colour colour, double opacity, double from, double to) implements Mark {
        @Override
        public DoubleStream xs() {
            return DoubleStream.of(from, to);
        }

        @Override
        public DoubleStream ys() {
            return DoubleStream.empty();
        }
    }

    /** A strip along the top of the chart, between two x values. */
    record Strip(String legend, Colour colour, double from, double to) implements Mark {
        @Override
        public DoubleStream xs() {
            return DoubleStream.of(from, to);
        }

        @Override
        public DoubleStream ys() {
            return DoubleStream.empty();
        }
    }

    /** A bar from the axis to {@code top}, between two x values. */
    record Bar(String legend, Colour colour, double from, double to, double top) implements Mark {
        @Override
        public DoubleStream xs() {
            return DoubleStream.of(from, to);
        }

        @Override
        public DoubleStream ys() {
            return DoubleStream.of(0, top);
        }
    }
}
