package io.sluice.cli;

import io.sluice.model.StepModel;
import io.sluice.torch.TorchBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Microseconds a step of several bundles, measured in turns: a window of each, then again from the first, so that
 * whatever else the machine does meets all of them alike.
 */
final class StepTimes {
    /** Rows of a call. */
    private static final List<Integer> BATCHES = List.of(1, 128, 512);

    private StepTimes() {}

    /** Of the windows of a bundle, in microseconds. */
    private record Spread(double least, double median, double most) {
        static Spread of(double[] micros) {
            double[] sorted = micros.clone();
            Arrays.sort(sorted);
            return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f (%.0f to %.0f)", median, least, most);
        }
    }

    /** The heads of the columns that {@link #measure} gives. */
    static String heads() {
        return "bytes of state | us a step, "
                + BATCHES.stream().map(rows -> "B = " + rows).collect(Collectors.joining(" | "));
    }

    static String rule() {
        return "--- | " + BATCHES.stream().map(rows -> "---").collect(Collectors.joining(" | "));
    }

    /**
     * Of each bundle, in their order: bytes of state, and for each size of a batch the median with the least and the
     * most.
     *
     * @param rounds windows of each bundle and size, after one that warms up
     */
    static List<String> measure(List<TorchBundle> bundles, int rounds) {
        List<List<Spread>> columns =
                BATCHES.stream().map(rows -> spreads(bundles, rows, rounds)).toList();
        return IntStream.range(0, bundles.size())
                .mapToObj(i -> bundles.get(i).bundle().manifest().sizes().state() * Float.BYTES + " | "
                        + columns.stream()
                                .map(column -> column.get(i).toString())
                                .collect(Collectors.joining(" | ")))
                .toList();
    }

    private static List<Spread> spreads(List<TorchBundle> bundles, int rows, int rounds) {
        List<StepModel> models = new ArrayList<>();
        try {
            List<StepTimer> timers = new ArrayList<>();
            for (TorchBundle bundle : bundles) {
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
