package io.sluice.offline.findings;

import io.sluice.event.NumericEvent;
import io.sluice.score.AnomalyOutputs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares a model's forecasts with the readings, and with the simplest forecast: that the last reading of the key
 * comes again. A model whose channels or outputs have changed places is much worse than this.
 */
final class ForecastErrors {
    /** A forecast is clearly worse than repetition if its mean error is so many times as large. */
    private static final double WORSE = 1.5;

    private final AnomalyOutputs outputs;
    private final List<String> channels;
    private final Map<String, float[]> last = new HashMap<>();
    private final double[] ofModel;
    private final double[] ofRepetition;
    private final long[] compared;

    ForecastErrors(AnomalyOutputs outputs) {
        this.outputs = outputs;
        this.channels = outputs.channelNames();
        this.ofModel = new double[channels.size()];
        this.ofRepetition = new double[channels.size()];
        this.compared = new long[channels.size()];
    }

    /**
     * Adds an event of a key.
     *
     * @param y the output of the model for this event
     */
    void add(String key, NumericEvent event, float[] y) {
        float[] before = last.computeIfAbsent(key, unused -> nothing());
        for (int channel = 0; channel < channels.size(); channel++) {
            if (event.isMissing(channel)) {
                continue;
            }
            float reading = event.channel(channel);
            if (outputs.hasForecast(channel) && !Float.isNaN(before[channel])) {
                ofModel[channel] += Math.abs((double) reading - outputs.forecast(channel, y));
                ofRepetition[channel] += Math.abs((double) reading - before[channel]);
                compared[channel]++;
            }
            before[channel] = reading;
        }
    }

    private float[] nothing() {
        float[] readings = new float[channels.size()];
        Arrays.fill(readings, Float.NaN);
        return readings;
    }

    /** Returns a line for each channel with forecasts. */
    List<String> lines() {
        return compared().mapToObj(this::line).toList();
    }

    /** Returns a warning for each channel whose forecasts are clearly worse than repetition. */
    List<String> warnings() {
        return compared()
                .filter(channel -> ofModel[channel] > WORSE * ofRepetition[channel])
                .mapToObj(channel -> line(channel) + "; the model is worse than repetition. Look whether channels or"
                        + " outputs have changed places, or whether the model was trained on other data")
                .toList();
    }

    private IntStream compared() {
        return IntStream.range(0, channels.size()).filter(channel -> compared[channel] > 0);
    }

    private String line(int channel) {
        return String.format(
                Locale.ROOT,
                "%s: the forecast is off by %.4g on average, the last reading by %.4g",
                channels.get(channel),
                ofModel[channel] / compared[channel],
                ofRepetition[channel] / compared[channel]);
    }
}
