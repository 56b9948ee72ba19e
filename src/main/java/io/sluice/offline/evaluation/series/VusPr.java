package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.offline.dataset.RowRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * VUS-PR, the volume under the surface of precision and recall over thresholds and buffers (Paparrizos et al. 2022,
 * "Volume Under the Surface"), as the benchmark TSB-AD computes it.
 *
 * <p>A buffer of w rows gives the rows up to w / 2 beside an event a soft label of sqrt(1 - distance / w). Soft labels
 * add up to at most 1. The rows of an event keep the label 1. Buffered events that touch are one zone. At a threshold,
 * with all sums over rows:
 *
 * <pre>
 *   TP        = labels of the alarms, soft ones included
 *   precision = TP / alarms
 *   recall    = min(1, TP / (event rows + half of the soft labels of the alarms)) * share of zones with an alarm
 * </pre>
 *
 * <p>The thresholds are 250 scores at evenly spaced ranks. The average precision of w is the sum of (step of recall) *
 * precision from the highest threshold down. VUS-PR is the mean over w from 0 to the window.
 *
 * <p>Each row has a level, the first threshold that it reaches. For each w, one pass over the zones adds their soft
 * labels by level, and one pass over the levels adds these up. So it takes time in proportion to T log T for T rows,
 * and to the rows of the zones and the thresholds for each w.
 */
@Internal
public final class VusPr {
    /** The name in reports. */
    public static final String NAME = "vus_pr";

    /** The definition in reports, without the rows and the series that count. */
    public static final String DEFINITION =
            "the volume under the surface of precision and recall, over 250 thresholds and all buffers around an event"
                    + " up to a window, as TSB-AD computes it. The window is the lag, from 6 to 303 rows, of the"
                    + " highest local maximum of the autocorrelation of a series; 125 rows if there is none;";

    private static final int THRESHOLDS = 250;

    private final List<RowRange> events;
    private final int[] levels;
    private final double[] alarms;
    private final double[] eventAlarms = new double[THRESHOLDS];
    private final boolean[] inEvent;
    private final double[] soft;

    private VusPr(List<RowRange> events, double... scores) {
        this.events = events;
        this.levels = levels(scores);
        this.inEvent = new boolean[scores.length];
        this.soft = new double[scores.length];
        this.alarms = new double[THRESHOLDS];
        events.forEach(event -> Arrays.fill(inEvent, event.first(), event.last() + 1, true));
        for (int row = 0; row < levels.length; row++) {
            alarms[levels[row]]++;
            eventAlarms[levels[row]] += inEvent[row] ? 1 : 0;
        }
        Arrays.parallelPrefix(alarms, Double::sum);
        Arrays.parallelPrefix(eventAlarms, Double::sum);
    }

    /**
     * Returns VUS-PR.
     *
     * @param events the rows of the events, at least one, sorted and with normal rows between them
     * @param scores the score of each row, higher for more anomalous ones
     * @param window the largest buffer
     */
    public static double of(List<RowRange> events, double[] scores, int window) {
        VusPr surface = new VusPr(events, scores);
        double sum = 0;
        for (int buffer = 0; buffer <= window; buffer++) {
            sum += surface.averagePrecision(buffer);
        }
        return sum / (window + 1);
    }

    private static int[] levels(double... scores) {
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        double step = (scores.length - 1.0) / (THRESHOLDS - 1);
        double[] thresholds = new double[THRESHOLDS];
        for (int i = 0; i < THRESHOLDS; i++) {
            int rank = i == THRESHOLDS - 1 ? scores.length - 1 : (int) (i * step);
            thresholds[i] = ascending[scores.length - 1 - rank];
        }
        return Arrays.stream(scores)
                .mapToInt(score -> firstReached(thresholds, score))
                .toArray();
    }

    /** Returns the index of the first threshold that a score reaches. The thresholds descend to the lowest score. */
    private static int firstReached(double[] thresholds, double score) {
        int low = 0;
        int high = thresholds.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (score >= thresholds[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private double averagePrecision(int buffer) {
        soften(buffer);
        List<RowRange> zones = zones(buffer / 2);
        double[] softAlarms = new double[THRESHOLDS];
        double[] zonesFound = new double[THRESHOLDS];
        for (RowRange zone : zones) {
            int first = THRESHOLDS - 1;
            for (int row = zone.first(); row <= zone.last(); row++) {
                first = Math.min(first, levels[row]);
                softAlarms[levels[row]] += inEvent[row] ? 0 : Math.min(1, soft[row]);
                soft[row] = 0;
            }
            zonesFound[first]++;
        }
        return averagePrecision(softAlarms, zonesFound, zones.size());
    }

    /** Adds the soft labels of all events to their rows. */
    private void soften(int buffer) {
        for (RowRange event : events) {
            for (int distance = 1; distance <= buffer / 2; distance++) {
                double label = Math.sqrt(1 - distance / (double) buffer);
                soften(event.first() - distance, label);
                soften(event.last() + distance, label);
            }
        }
    }

    private void soften(int row, double label) {
        if (0 <= row && row < soft.length) {
            soft[row] += label;
        }
    }

    /** Returns the events with {@code half} rows on both sides. Events whose rows then overlap are one zone. */
    private List<RowRange> zones(int half) {
        List<RowRange> zones = new ArrayList<>();
        int first = events.get(0).first();
        for (int i = 0; i < events.size(); i++) {
            int last = events.get(i).last();
            if (i + 1 == events.size() || last + half < events.get(i + 1).first() - half) {
                zones.add(new RowRange(Math.max(0, first - half), Math.min(last + half, soft.length - 1)));
                first = i + 1 == events.size() ? first : events.get(i + 1).first();
            }
        }
        return zones;
    }

    /** Takes the soft labels of the alarms and the zones with an alarm by their level. */
    private double averagePrecision(double[] softAlarms, double[] zonesFound, int zones) {
        double eventRows = eventAlarms[THRESHOLDS - 1];
        double area = 0;
        double before = 0;
        double softLabels = 0;
        double found = 0;
        for (int level = 0; level < THRESHOLDS; level++) {
            softLabels += softAlarms[level];
            found += zonesFound[level];
            double hits = eventAlarms[level] + softLabels;
            double recall = Math.min(1, hits / (eventRows + softLabels / 2)) * found / zones;
            area += (recall - before) * hits / alarms[level];
            before = recall;
        }
        return area;
    }
}
