package io.sluice.offline.training.sensor;

import io.sluice.feature.NumericEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Series side by side, padded to one length, as windows of a training step take them: time-major, row (t, lane).
 *
 * <p>A target is the next reading of a channel; its weight is 1 / the mean absolute change of its series, and 0 where
 * the reading or the one before is missing, beyond the end, or the series never changes. The mean weighted error is
 * therefore a ratio: below 1 is better than repeating the last value.
 */
final class PaddedSeries {
    private final int count;
    private final int steps;
    private final int width;
    private final int channels;
    private final float[] inputs;
    private final float[] targets;
    private final float[] weights;

    private PaddedSeries(int count, int steps, int width, int channels) {
        this.count = count;
        this.steps = steps;
        this.width = width;
        this.channels = channels;
        this.inputs = new float[Math.multiplyExact(count * steps, width)];
        this.targets = new float[count * steps * channels];
        this.weights = new float[count * steps * channels];
    }

    /** A stretch of a series: events {@code from} to before {@code to}. */
    private record Stretch(Series series, int from, int to) {}

    /** Every series cut into stretches of about {@code laneSteps} rows, each of which begins as a key never seen. */
    static PaddedSeries cut(List<Series> series, NumericEncoder encoder, int laneSteps) {
        List<Stretch> stretches = new ArrayList<>();
        for (Series one : series) {
            int parts = Math.max(1, Math.round((float) one.size() / laneSteps));
            int length = (one.size() + parts - 1) / parts;
            for (int from = 0; from < one.size(); from += length) {
                stretches.add(new Stretch(one, from, Math.min(one.size(), from + length)));
            }
        }
        return fill(stretches, encoder);
    }

    /** Every series whole. */
    static PaddedSeries whole(List<Series> series, NumericEncoder encoder) {
        return fill(series.stream().map(s -> new Stretch(s, 0, s.size())).toList(), encoder);
    }

    private static PaddedSeries fill(List<Stretch> stretches, NumericEncoder encoder) {
        int steps = stretches.stream().mapToInt(s -> s.to() - s.from()).max().orElse(0);
        int channels = stretches.get(0).series().events().get(0).channels();
        PaddedSeries lanes = new PaddedSeries(stretches.size(), steps, encoder.width(), channels);
        for (int lane = 0; lane < stretches.size(); lane++) {
            lanes.put(lane, stretches.get(lane), encoder);
        }
        return lanes;
    }

    /** A lane that ends early repeats its last row; its weights there stay 0. */
    private void put(int lane, Stretch stretch, NumericEncoder encoder) {
        float[][] rows = stretch.series().rows(encoder, stretch.from(), stretch.to());
        for (int t = 0; t < steps; t++) {
            float[] row = rows[Math.min(t, rows.length - 1)];
            System.arraycopy(row, 0, inputs, (t * count + lane) * width, width);
        }
        for (int channel = 0; channel < channels; channel++) {
            putTargets(lane, channel, stretch);
        }
    }

    private void putTargets(int lane, int channel, Stretch stretch) {
        double change = stretch.series().meanAbsoluteChange(channel);
        for (int event = stretch.from() + 1; event < stretch.to(); event++) {
            if (change > 0 && stretch.series().isJudged(event, channel)) {
                int at = ((event - 1 - stretch.from()) * count + lane) * channels + channel;
                targets[at] = stretch.series().events().get(event).channel(channel);
                weights[at] = (float) (1 / change);
            }
        }
    }

    /** The number of lanes, B. */
    int count() {
        return count;
    }

    /** The length of the longest lane. */
    int steps() {
        return steps;
    }

    int channels() {
        return channels;
    }

    /** Rows x of steps {@code from} to before {@code to}: [T, B, I]. */
    float[] inputs(int from, int to) {
        return Arrays.copyOfRange(inputs, from * count * width, to * count * width);
    }

    /** The next readings: [T, B, C]. */
    float[] targets(int from, int to) {
        return Arrays.copyOfRange(targets, from * count * channels, to * count * channels);
    }

    /** Their weights: [T, B, C]. */
    float[] weights(int from, int to) {
        return Arrays.copyOfRange(weights, from * count * channels, to * count * channels);
    }
}
