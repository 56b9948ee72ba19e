package io.sluice.offline.soak;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The judged part of a soak: what the first fifth of its time shows, and what the last one shows. Before it, the keys
 * come for the first time, caches fill and the JIT compiler works, so memory may grow.
 */
public record Window(List<Sample> first, List<Sample> last) {
    private static final double LATEST_BEGIN = 600;
    private static final double UNJUDGED = 0.25;
    private static final double PART = 0.2;

    public Window {
        first = List.copyOf(first);
        last = List.copyOf(last);
    }

    /**
     * Returns the second at which the judged part begins: after a quarter of the soak, and at the latest after 10
     * minutes.
     */
    public static double begin(double seconds) {
        return Math.min(LATEST_BEGIN, UNJUDGED * seconds);
    }

    /**
     * Returns the judged part; empty if one of its ends has no sample.
     *
     * @param samples the samples of a pipeline, in the order of time
     * @param seconds the length of the soak
     */
    static Optional<Window> of(List<Sample> samples, double seconds) {
        double begin = begin(seconds);
        double part = PART * (seconds - begin);
        Window window = new Window(between(samples, begin, begin + part), between(samples, seconds - part, seconds));
        return window.first.isEmpty() || window.last.isEmpty() ? Optional.empty() : Optional.of(window);
    }

    private static List<Sample> between(List<Sample> samples, double from, double to) {
        return samples.stream()
                .filter(sample -> sample.seconds() >= from && sample.seconds() <= to)
                .toList();
    }

    /** Returns the growth of the median of the resident memory, in percent. */
    double residentGrowthPercent() {
        double before = median(first.stream().mapToDouble(Sample::resident));
        return 100 * (median(last.stream().mapToDouble(Sample::resident)) - before) / before;
    }

    /** Returns the median of the resident memory at the beginning, in bytes. */
    double residentBytes() {
        return median(first.stream().mapToDouble(Sample::resident));
    }

    /** Returns the median of the lag at the end, in events. */
    double lag() {
        return median(last.stream().mapToDouble(Sample::lag));
    }

    Count threads() {
        return new Count(first.stream().mapToInt(Sample::threads).max().orElseThrow(), (int)
                median(last.stream().mapToDouble(Sample::threads)));
    }

    Count files() {
        return new Count(first.stream().mapToInt(Sample::files).max().orElseThrow(), (int)
                median(last.stream().mapToDouble(Sample::files)));
    }

    /**
     * Something that is counted. A sample may catch a file that is open for a moment, so the usual number at the end is
     * compared with the largest one at the beginning.
     *
     * @param begin the largest number in the first fifth
     * @param end the median of the last fifth
     */
    public record Count(int begin, int end) {
        boolean grew() {
            return end > begin;
        }
    }

    /** Returns the median; the lower one of two. */
    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }
}
