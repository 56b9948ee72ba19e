package io.sluice.offline.chart;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Charts below each other, as an SVG file of 800 pixels' width on white.
 *
 * <p>Written by hand, as it is a few shapes; a plotting library brings fonts of the machine along, which a Java runtime
 * alone does not have.
 */
public final class Picture {
    static final int WIDTH = 800;
    private static final int HEIGHT = 420;

    private final List<Chart> charts;

    /** A picture of charts, from the top down. */
    public Picture(List<Chart> charts) {
        this.charts = List.copyOf(charts);
    }

    /** A picture of one chart. */
    public Picture(Chart chart) {
        this(List.of(chart));
    }

    /** The file's bytes. */
    public byte[] svg() {
        int height = charts.size() == 1 ? HEIGHT : HEIGHT * 2 / 3;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                """.formatted(WIDTH, height * charts.size()));
        int top = 0;
        for (Chart chart : charts) {
            svg.append(new Panel(chart, top, height).svg());
            top += height;
        }
        return svg.append("</svg>\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
