package io.sluice.offline.chart;

/** A place in a chart, in the axes' own units; a line breaks where y is NaN. */
public record Point(double x, double y) {}
