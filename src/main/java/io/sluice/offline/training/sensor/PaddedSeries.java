package io.sluice.offline.training.sensor;

import io.sluice.feature.NumericEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of readings, side by side and padded to the same length. Their arrays are time-major.
 *
 * <p>A target is the next reading of a channel. Its weight is 1 / the mean absolute change of its series. The weight is
 * 0 if the reading or the one before it is missing, if the sequence has ended, or if the series never changes. So the
 * mean weighted error is a ratio: a value below 1 is better than repeating the last reading.
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

    /** The events {@code from} to before {@code to} of a series. */
    private record Section(Series series, int from, int to) {}

    /**
     * Cuts each series into sequences of about {@code laneSteps} rows. The state of each sequence starts from zeros.
     */
    static PaddedSeries cut(List<Series> series, NumericEncoder encoder, int laneSteps) {
        List<Section> sections = new ArrayList<>();
        for (Series one : series) {
            int parts = Math.max(1, Math.round((float) one.size() / laneSteps));
            int length = (one.size() + parts - 1) / parts;
            for (int from = 0; from < one.size(); from += length) {
                sections.add(new Section(one, from, Math.min(one.size(), from + length)));
            }
        }
        return fill(sections, encoder);
    }

    /** Uses each series as one sequence. */
    static PaddedSeries whole(List<Series> series, NumericEncoder encoder) {
        return fill(series.stream().map(s -> new Section(s, 0, s.size())).toList(), encoder);
    }

    private static PaddedSeries fill(List<Section> sections, NumericEncoder encoder) {
        int steps = sections.stream().mapToInt(s -> s.to() - s.from()).max().orElse(0);
        int channels = sections.get(0).series().events().get(0).channels();
        PaddedSeries padded = new PaddedSeries(sections.size(), steps, encoder.width(), channels);
        for (int lane = 0; lane < sections.size(); lane++) {
            padded.put(lane, sections.get(lane), encoder);
        }
        return padded;
    }

    /** A sequence that ends early repeats its last row, with weights of 0. */
    private void put(int lane, Section section, NumericEncoder encoder) {
        float[][] rows = section.series().rows(encoder, section.from(), section.to());
        for (int t = 0; t < steps; t++) {
            float[] row = rows[Math.min(t, rows.length - 1)];
            System.arraycopy(row, 0, inputs, (t * count + lane) * width, width);
        }
        for (int channel = 0; channel < channels; channel++) {
            putTargets(lane, channel, section);
        }
    }

    private void putTargets(int lane, int channel, Section section) {
        double change = section.series().meanAbsoluteChange(channel);
        for (int event = section.from() + 1; event < section.to(); event++) {
            if (change > 0 && section.series().isJudged(event, channel)) {
                int at = ((event - 1 - section.from()) * count + lane) * channels + channel;
                targets[at] = section.series().events().get(event).channel(channel);
                weights[at] = (float) (1 / change);
            }
        }
    }

    /** Returns the number of sequences, B. */
    int count() {
        return count;
    }

    /** Returns the length of the longest sequence. */
    int steps() {
        return steps;
    }

    int channels() {
        return channels;
    }

    /** Returns the rows x of the steps {@code from} to before {@code to}: [T, B, I]. */
    float[] inputs(int from, int to) {
        return Arrays.copyOfRange(inputs, from * count * width, to * count * width);
    }

    /** Returns the targets of these steps: [T, B, C]. */
    float[] targets(int from, int to) {
        return Arrays.copyOfRange(targets, from * count * channels, to * count * channels);
    }

    /** Returns the weights of these targets: [T, B, C]. */
    float[] weights(int from, int to) {
        return Arrays.copyOfRange(weights, from * count * channels, to * count * channels);
    }
}
