package io.sluice.offline.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Reduces a line of many points. From the points in one pixel column, the first, the lowest, the highest and the last
 * are kept in their order. So no peak is lost.
 */
final class Thinned {
    private Thinned() {}

    /** Splits the line where y is NaN, and reduces each piece. */
    static List<List<Point>> runs(List<Point> points, int pixels) {
        List<List<Point>> runs = new ArrayList<>();
        List<Point> run = new ArrayList<>();
        for (Point point : points) {
            if (!Double.isNaN(point.y())) {
                run.add(point);
            } else if (!run.isEmpty()) {
                runs.add(thinned(run, pixels));
                run = new ArrayList<>();
            }
        }
        if (!run.isEmpty()) {
            runs.add(thinned(run, pixels));
        }
        return runs;
    }

    private static List<Point> thinned(List<Point> run, int pixels) {
        if (run.size() <= 4 * pixels) {
            return run;
        }
        double least = run.stream().mapToDouble(Point::x).min().orElse(0);
        double column = (run.stream().mapToDouble(Point::x).max().orElse(1) - least) / pixels;
        List<Point> kept = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= run.size(); i++) {
            if (i == run.size()
                    || (int) ((run.get(i).x() - least) / column)
                            != (int) ((run.get(from).x() - least) / column)) {
                keep(run.subList(from, i), kept);
                from = i;
            }
        }
        return kept;
    }

    private static void keep(List<Point> together, List<Point> kept) {
        int lowest = 0;
        int highest = 0;
        for (int i = 1; i < together.size(); i++) {
            lowest = together.get(i).y() < together.get(lowest).y() ? i : lowest;
            highest = together.get(i).y() > together.get(highest).y() ? i : highest;
        }
        int last = together.size() - 1;
        int early = Math.min(lowest, highest);
        int late = Math.max(lowest, highest);
        kept.add(together.get(0));
        if (early > 0) {
            kept.add(together.get(early));
        }
        if (late > early && late < last) {
            kept.add(together.get(late));
        }
        if (last > 0) {
            kept.add(together.get(last));
        }
    }
}
