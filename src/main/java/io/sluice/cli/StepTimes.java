package io.sluice.cli;

import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the microseconds per step of several bundles. The bundles take turns: one time window for each bundle, then
 * the next round. Other load on the machine therefore affects all bundles equally.
 */
final class StepTimes {
    /** The measured batch sizes in rows. */
    private static final List<Integer> BATCHES = List.of(1, 128, 512);

    private StepTimes() {}

    /** The spread of the time windows of one bundle, in microseconds per step. */
    private record Spread(double min, double median, double max) {
        static Spread of(double[] micros) {
            double[] sorted = micros.clone();
            Arrays.sort(sorted);
            return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f (%.0f to %.0f)", median, min, max);
        }
    }

    /** Returns the headings of the columns of {@link #measure}, for a table in Markdown. */
    static String headings() {
        return "bytes of state | us per step, "
                + BATCHES.stream().map(rows -> "B = " + rows).collect(Collectors.joining(" | "));
    }

    /** Returns the line between headings and rows, for a table in Markdown. */
    static String separators() {
        return "--- | " + BATCHES.stream().map(rows -> "---").collect(Collectors.joining(" | "));
    }

    /**
     * Returns the columns of each bundle, in the order of the bundles: the bytes of state, and for each batch size the
     * median, the minimum and the maximum in microseconds per step.
     *
     * @param rounds the number of time windows for each bundle and batch size, after one window for warm-up
     */
    static List<String> measure(List<LoadedBundle> bundles, int rounds) {
        List<List<Spread>> columns =
                BATCHES.stream().map(rows -> spreads(bundles, rows, rounds)).toList();
        return IntStream.range(0, bundles.size())
                .mapToObj(i -> bundles.get(i).bundle().manifest().sizes().state() * Float.BYTES + " | "
                        + columns.stream()
                                .map(column -> column.get(i).toString())
                                .collect(Collectors.joining(" | ")))
                .toList();
    }

    private static List<Spread> spreads(List<LoadedBundle> bundles, int rows, int rounds) {
        List<StepModel> models = new ArrayList<>();
        try {
            List<StepTimer> timers = new ArrayList<>();
            for (LoadedBundle bundle : bundles) {
                StepModel model = bundle.newStepModel(rows);
                models.add(model);
                timers.add(new StepTimer(model, bundle.bundle().golden(), rows));
            }
            timers.forEach(StepTimer::windowMicros);
            double[][] micros = new double[timers.size()][rounds];
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < timers.size(); i++) {
                    micros[i][round] = timers.get(i).windowMicros();
                }
            }
            return Arrays.stream(micros).map(Spread::of).toList();
        } finally {
            models.forEach(StepModel::close);
        }
    }
}
