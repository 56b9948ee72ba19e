package io.sluice.offline.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws one chart of a picture: title, legend, axes and marks. */
final class Panel {
    /** The width of the picture in pixels. */
    static final int WIDTH = 800;

    private static final int LEFT = 76;
    private static final int RIGHT = WIDTH - 24;
    private static final int HEAD = 60;
    private static final int FOOT = 52;
    private static final int STRIP = 9;
    /** The height of a further row of the legend. */
    private static final int LEGEND_ROW = 20;
    /** The width of a sample in the legend, with the space after it. */
    private static final int SAMPLE = 28;
    /** The space after an entry of the legend. */
    private static final int SPACE = 20;
    /** The approximate width of a character at a font size of 13 pixels. */
    private static final double CHARACTER = 7.2;

    private final Chart chart;
    private final int head;
    private final int top;
    private final int bottom;
    private final List<Entry> legend = new ArrayList<>();
    private final Scale x;
    private final Scale y;
    private final StringBuilder svg = new StringBuilder();

    Panel(Chart chart, int head, int height) {
        this.chart = chart;
        this.head = head;
        layOutLegend();
        int rows = legend.isEmpty() ? 0 : legend.get(legend.size() - 1).row;
        this.top = head + HEAD + LEGEND_ROW * rows;
        this.bottom = head + height - FOOT;
        this.x = new Scale(chart.x(), chart.xs(), false, 8);
        this.y = new Scale(chart.y(), chart.ys(), true, 5);
    }

    /** An entry of the legend: a mark with its name, or the note, at its place. */
    private record Entry(@Nullable Mark mark, String text, double left, double right, int row) {}

    String svg() {
        text(LEFT, head + 24, "start", "font-size=\"16\" fill=\"#222222\"", chart.title());
        legend();
        chart.marks().stream().filter(mark -> mark instanceof Mark.Band).forEach(this::draw);
        axes();
        chart.marks().stream().filter(mark -> !(mark instanceof Mark.Band)).forEach(this::draw);
        return svg.toString();
    }

    /** Gives each entry its place, in as many rows as the width needs. */
    private void layOutLegend() {
        Map<String, Mark> named = new LinkedHashMap<>();
        chart.marks().stream()
                .filter(mark -> !mark.legend().isEmpty())
                .forEach(mark -> named.putIfAbsent(mark.legend(), mark));
        named.values().forEach(mark -> addEntry(mark, mark.legend(), SAMPLE));
        if (!chart.note().isEmpty()) {
            addEntry(null, chart.note(), 0);
        }
    }

    private void addEntry(@Nullable Mark mark, String text, int sample) {
        double width = sample + CHARACTER * text.length();
        if (legend.isEmpty()) {
            legend.add(new Entry(mark, text, LEFT, LEFT + width, 0));
            return;
        }
        Entry last = legend.get(legend.size() - 1);
        boolean fits = last.right + SPACE + width <= WIDTH;
        double left = fits ? last.right + SPACE : LEFT;
        legend.add(new Entry(mark, text, left, left + width, fits ? last.row : last.row + 1));
    }

    private void legend() {
        for (Entry entry : legend) {
            int baseline = head + 48 + LEGEND_ROW * entry.row;
            if (entry.mark == null) {
                text(entry.left, baseline, "start", "fill=\"#444444\"", entry.text);
            } else {
                sample(entry.mark, entry.left, baseline - 4);
                text(entry.left + SAMPLE, baseline, "start", "fill=\"#222222\"", entry.text);
            }
        }
    }

    private void sample(Mark mark, double at, double middle) {
        if (mark instanceof Mark.Line line) {
            add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"%s/>", at, middle, at + 22, middle, stroke(line));
        } else if (mark instanceof Mark.Dots dots) {
            circle(at + 11, middle, dots);
        } else {
            double opacity = mark instanceof Mark.Band band ? band.opacity() : 1;
            rectangle(at, middle - 6, 22, 12, mark.colour(), opacity);
        }
    }

    private void axes() {
        for (double tick : y.ticks()) {
            double at = y(tick);
            add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>", LEFT, at, RIGHT, at);
            label(LEFT - 8, at + 4, "end", y.text(tick));
        }
        for (double tick : x.ticks()) {
            double at = x(tick);
            add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#888888\"/>", at, bottom, at, bottom + 5);
            label(at, bottom + 20, "middle", x.text(tick));
        }
        add("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#888888\"/>", LEFT, bottom, RIGHT, bottom);
        label((LEFT + RIGHT) / 2.0, bottom + 40, "middle", chart.x().label());
        double middle = (top + bottom) / 2.0;
        text(
                18,
                middle,
                "middle",
                String.format(Locale.ROOT, "fill=\"#444444\" transform=\"rotate(-90 18 %.1f)\"", middle),
                chart.y().label());
    }

    private void draw(Mark mark) {
        if (mark instanceof Mark.Line line) {
            for (List<Point> run : Thinned.runs(line.points(), RIGHT - LEFT)) {
                polyline(line, run.stream().map(this::place).collect(Collectors.joining(" ")));
            }
        } else if (mark instanceof Mark.Dots dots) {
            dots.points().forEach(point -> circle(x(point.x()), y(point.y()), dots));
        } else if (mark instanceof Mark.Band band) {
            double width = Math.max(1, x(band.to()) - x(band.from()));
            rectangle(x(band.from()), top, width, bottom - top, band.colour(), band.opacity());
        } else if (mark instanceof Mark.Strip strip) {
            double width = Math.max(2, x(strip.to()) - x(strip.from()));
            rectangle(x(strip.from()), top, width, STRIP, strip.colour(), 1);
        } else if (mark instanceof Mark.Bar bar) {
            double height = bottom - y(bar.top());
            rectangle(x(bar.from()) + 1, bottom - height, x(bar.to()) - x(bar.from()) - 2, height, bar.colour(), 1);
        }
    }

    private String place(Point point) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x(point.x()), y(point.y()));
    }

    private double x(double value) {
        return LEFT + (RIGHT - LEFT) * x.fraction(value);
    }

    private double y(double value) {
        return bottom - (bottom - top) * y.fraction(value);
    }

    private void polyline(Mark.Line line, String points) {
        add("<polyline points=\"%s\" fill=\"none\"%s/>", points, stroke(line));
    }

    private static String stroke(Mark.Line line) {
        return String.format(
                Locale.ROOT,
                " stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\"%s",
                line.colour().code(),
                line.width(),
                line.dashed() ? " stroke-dasharray=\"6 4\"" : "");
    }

    private void circle(double cx, double cy, Mark.Dots dots) {
        add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>",
                cx, cy, dots.radius(), dots.colour().code());
    }

    private void rectangle(double left, double upper, double width, double height, Colour colour, double opacity) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"%.2f\"/>",
                left, upper, width, height, colour.code(), opacity);
    }

    private void label(double left, double baseline, String anchor, String text) {
        text(left, baseline, anchor, "fill=\"#444444\"", text);
    }

    private void text(double left, double baseline, String anchor, String more, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>", left, baseline, anchor, more, escaped(text));
    }

    private void add(String element, Object... values) {
        svg.append(String.format(Locale.ROOT, element, values)).append('\n');
    }

    /** Escapes text for XML. Characters that XML does not allow become the replacement character. */
    private static String escaped(String text) {
        return text.replaceAll("[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
