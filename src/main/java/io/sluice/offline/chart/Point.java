package io.sluice.offline.chart;

/** A point in a chart, in the units of the axes. A line breaks where y is NaN. */
public record Point(double x, double y) {}
