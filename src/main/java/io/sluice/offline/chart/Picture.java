package io.sluice.offline.chart;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An SVG file with charts below each other, 800 pixels wide, on white.
 *
 * <p>Sluice writes these few shapes itself, because a plotting library needs system fonts that a plain Java runtime
 * does not have.
 */
public final class Picture {
    private static final int HEIGHT = 420;

    private final List<Chart> charts;

    /** Creates a picture of charts, from top to bottom. */
    public Picture(List<Chart> charts) {
        this.charts = List.copyOf(charts);
    }

    /** Creates a picture of one chart. */
    public Picture(Chart chart) {
        this(List.of(chart));
    }

    /** Returns the bytes of the SVG file. */
    public byte[] svg() {
        int height = charts.size() == 1 ? HEIGHT : HEIGHT * 2 / 3;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                """.formatted(Panel.WIDTH, height * charts.size()));
        int top = 0;
        for (Chart chart : charts) {
            svg.append(new Panel(chart, top, height).svg());
            top += height;
        }
        return svg.append("</svg>\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
