package io.sluice.offline.chart;

import java.util.List;
import java.util.stream.DoubleStream;

/** Something drawn in a chart. */
sealed interface Mark {
    /** In the legend; empty where it is not named there. */
    String legend();

    Colour colour();

    /** The x that must lie in the picture. */
    DoubleStream xs();

    /** The y that must lie in the picture. */
    DoubleStream ys();

    /** The points joined, {@code width} pixels wide. */
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

    /** From the bottom to the top of the chart, between two x. */
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

    /** A strip along the top of the chart, between two x, for what is said of them. */
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

    /** A bar from the axis to {@code top}, between two x. */
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
