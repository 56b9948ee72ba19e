package io.sluice.offline.training.sensor;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs a trained module over whole series, and compares its forecasts with the readings that followed. */
final class Forecaster {
    private static final int WINDOW_STEPS = 256;
    /** From 4 rows on, the result of a row does not depend on the number of rows. */
    private static final int MIN_ROWS = 4;

    private final SensorModule module;
    private final byte[] archive;

    /** @param archive the trained module as a TorchScript archive */
    Forecaster(SensorModule module, byte[] archive) {
        this.module = module;
        this.archive = archive.clone();
    }

    /** Returns the forecast error of each series. The state of each series starts from zeros. */
    ForecastErrors measure(List<Series> series) throws IOException {
        List<Series> rows = new ArrayList<>(series);
        rows.addAll(Collections.nCopies(Math.max(0, MIN_ROWS - series.size()), series.get(0)));
        PaddedSeries padded = PaddedSeries.whole(rows, module.encoder());
        float[] forecasts = forecasts(padded);
        List<ForecastError> errors = new ArrayList<>();
        for (int row = 0; row < series.size(); row++) {
            errors.add(error(series.get(row), forecasts, row, padded));
        }
        return new ForecastErrors(errors);
    }

    /** Returns the forecasts of all channels: [T, B, C]. */
    private float[] forecasts(PaddedSeries padded) throws IOException {
        float[] forecasts = new float[padded.steps() * padded.count() * padded.channels()];
        float[] state = new float[padded.count() * module.sizes().state()];
        try (Network network = Network.open(archive)) {
            for (int from = 0; from < padded.steps(); from += WINDOW_STEPS) {
                int to = Math.min(padded.steps(), from + WINDOW_STEPS);
                try (NDManager arrays = network.newArrays()) {
                    NDList result = module.sequence(network, arrays, padded.inputs(from, to), padded.count(), state);
                    float[] window = module.forecasts(result.get(0)).toFloatArray();
                    System.arraycopy(window, 0, forecasts, from * padded.count() * padded.channels(), window.length);
                    System.arraycopy(result.get(1).toFloatArray(), 0, state, 0, state.length);
                }
            }
        }
        return forecasts;
    }

    private static ForecastError error(Series series, float[] forecasts, int row, PaddedSeries padded) {
        double forecastError = 0;
        double persistenceError = 0;
        for (int channel = 0; channel < padded.channels(); channel++) {
            double sum = 0;
            int pairs = 0;
            for (int t = 1; t < series.size(); t++) {
                if (series.isJudged(t, channel)) {
                    float forecast = forecasts[((t - 1) * padded.count() + row) * padded.channels() + channel];
                    sum += Math.abs((double) forecast - series.events().get(t).channel(channel));
                    pairs++;
                }
            }
            forecastError += sum / Math.max(1, pairs) / padded.channels();
            persistenceError += series.meanAbsoluteChange(channel) / padded.channels();
        }
        return new ForecastError(series.name(), forecastError, persistenceError);
    }
}
