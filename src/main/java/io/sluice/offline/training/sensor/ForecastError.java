package io.sluice.offline.training.sensor;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.feature.NumericEncoder;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The mean absolute error over a whole series of a model's forecasts of the next reading, and of repeating the last
 * one; from the second reading on, in the channel's own unit, the mean of the channels.
 */
record ForecastError(String series, double forecast, double persistence) {
    private static final int WINDOW_STEPS = 256;
    /** From 4 rows on, a row's result does not depend on how many there are. */
    private static final int FEWEST_LANES = 4;

    boolean isBelowPersistence() {
        return forecast < persistence;
    }

    /** The errors of each series under the model of {@code archive}; every series is a key never seen. */
    static List<ForecastError> measure(SensorRecipe recipe, byte[] archive, List<Series> series) throws IOException {
        List<Series> padded = new ArrayList<>(series);
        padded.addAll(Collections.nCopies(Math.max(0, FEWEST_LANES - series.size()), series.get(0)));
        PaddedSeries lanes = PaddedSeries.whole(
                padded, new NumericEncoder(recipe.channels(), recipe.cell().columns()));
        float[] forecasts = forecasts(recipe.cell(), archive, lanes);
        List<ForecastError> errors = new ArrayList<>();
        for (int lane = 0; lane < series.size(); lane++) {
            errors.add(of(series.get(lane), forecasts, lane, lanes));
        }
        return errors;
    }

    /** The forecasts of all channels: [T, B, C]. */
    private static float[] forecasts(SensorModule cell, byte[] archive, PaddedSeries lanes) throws IOException {
        float[] forecasts = new float[lanes.steps() * lanes.count() * lanes.channels()];
        float[] state = new float[lanes.count() * cell.sizes().state()];
        try (Network network = Network.open(archive)) {
            for (int from = 0; from < lanes.steps(); from += WINDOW_STEPS) {
                int to = Math.min(lanes.steps(), from + WINDOW_STEPS);
                try (NDManager arrays = network.newArrays()) {
                    NDList result = cell.sequence(network, arrays, lanes.inputs(from, to), lanes.count(), state);
                    float[] found = cell.forecasts(result.get(0)).toFloatArray();
                    System.arraycopy(found, 0, forecasts, from * lanes.count() * lanes.channels(), found.length);
                    System.arraycopy(result.get(1).toFloatArray(), 0, state, 0, state.length);
                }
            }
        }
        return forecasts;
    }

    private static ForecastError of(Series series, float[] forecasts, int lane, PaddedSeries lanes) {
        double forecast = 0;
        double persistence = 0;
        for (int channel = 0; channel < lanes.channels(); channel++) {
            double sum = 0;
            int pairs = 0;
            for (int t = 1; t < series.size(); t++) {
                if (series.isJudged(t, channel)) {
                    float said = forecasts[((t - 1) * lanes.count() + lane) * lanes.channels() + channel];
                    sum += Math.abs((double) said - series.events().get(t).channel(channel));
                    pairs++;
                }
            }
            forecast += sum / Math.max(1, pairs) / lanes.channels();
            persistence += series.meanAbsoluteChange(channel) / lanes.channels();
        }
        return new ForecastError(series.name(), forecast, persistence);
    }
}
