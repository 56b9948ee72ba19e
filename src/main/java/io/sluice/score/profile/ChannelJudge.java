package io.sluice.score.profile;

import io.sluice.score.AnomalyOutputs;
import io.sluice.score.ChannelPart;
import io.sluice.score.Explanation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * Judges one channel of a key by the parts whose weight is not 0: the {@link ChannelProfile} of its readings, their
 * {@link Repeats}, the model's deviations, and the error of the model's forecast. While all of its readings were 0 or 1
 * and the key has other channels, the channel is an {@link Indicator} instead.
 *
 * <p>Layout, little-endian: int32 flags (1 if the channel is no indicator, 2 if the last event was extreme, 4 if it was
 * a glitch), the indicator, then the parts in this order; all zero at first.
 */
final class ChannelJudge {
    private static final int HEAD_BYTES = Integer.BYTES + Indicator.BYTES;
    private static final int NO_INDICATOR = 1;
    private static final int WAS_EXTREME = 2;
    private static final int WAS_GLITCH = 4;

    /** A reading beyond it would make sums of squares infinite. The sensor model has the same limit. */
    private static final double LARGEST_READING = 1e30;

    private final int channel;
    private final boolean alone;
    private final AnomalyOutputs outputs;
    private final ProfileSettings weights;
    private final Indicator indicator = new Indicator();
    private final ChannelProfile profile = new ChannelProfile();
    private final Repeats repeats = new Repeats();
    private final Departure forecastError = new Departure();
    private final List<JudgedDeviation> departures;
    private final int bytes;
    private JudgedBy judgedBy = JudgedBy.NOTHING;
    private double lasting;
    private double sudden;
    private boolean glitch;

    /** What judged the last event. */
    private enum JudgedBy {
        NOTHING,
        INDICATOR,
        PARTS
    }

    /** A deviation of the model with its past. */
    private record JudgedDeviation(AnomalyOutputs.Deviation deviation, double weight, Departure departure) {}

    /** A judge of one channel. */
    ChannelJudge(int channel, AnomalyOutputs outputs, ProfileSettings weights) {
        this.channel = channel;
        this.alone = outputs.channelNames().size() == 1;
        this.outputs = outputs;
        this.weights = weights;
        List<AnomalyOutputs.Deviation> deviations = outputs.deviations().stream()
                .filter(deviation -> deviation.channel() == channel && weights.weight(deviation.kind()) > 0)
                .toList();
        this.departures = deviations.stream()
                .map(deviation -> new JudgedDeviation(deviation, weights.weight(deviation.kind()), new Departure()))
                .toList();
        this.bytes = HEAD_BYTES
                + (weights.readingWeight() > 0 ? profile.bytes() : 0)
                + (weights.repeatWeight() > 0 ? repeats.bytes() : 0)
                + departures.stream()
                        .mapToInt(judged -> judged.departure.bytes())
                        .sum()
                + (judgesForecast() ? forecastError.bytes() : 0);
    }

    private boolean judgesForecast() {
        return weights.forecastWeight() > 0 && outputs.hasForecast(channel);
    }

    /** Returns the number of bytes of the judge's part of the state. */
    int bytes() {
        return bytes;
    }

    /**
     * Judges a reading, learns from it, and updates the judge's part of the state, which begins at the position.
     *
     * @param y the output of the model
     * @param step the step of the key, from 1; the first one has no forecast
     */
    void judge(double reading, float[] y, long step, ByteBuffer state, int position) {
        skip();
        int flags = state.getInt(position);
        judgedBy = isIndicator(reading, flags) ? JudgedBy.INDICATOR : JudgedBy.PARTS;
        if (judgedBy == JudgedBy.INDICATOR) {
            lasting = weights.readingWeight() * indicator.add(reading, state.position(position + Integer.BYTES));
            return;
        }
        state.position(position + HEAD_BYTES);
        double bounded = Math.max(-LARGEST_READING, Math.min(LARGEST_READING, reading));
        judgeReading(bounded, state);
        // The first event has no forecast, and the one after a glitch has a forecast from the glitch.
        boolean hasForecast = step > 1 && (flags & WAS_GLITCH) == 0;
        boolean extreme = judgeOutput(hasForecast ? bounded : Double.NaN, y, state);
        glitch = weights.readingWeight() > 0 ? profile.isGlitch() : extreme && (flags & WAS_EXTREME) == 0;
        state.putInt(position, NO_INDICATOR | (extreme ? WAS_EXTREME : 0) | (glitch ? WAS_GLITCH : 0));
    }

    private boolean isIndicator(double reading, int flags) {
        boolean binary = reading == 0 || reading == 1;
        return binary && !alone && weights.readingWeight() > 0 && (flags & NO_INDICATOR) == 0;
    }

    private void judgeReading(double reading, ByteBuffer state) {
        if (weights.readingWeight() > 0) {
            lasting += weights.readingWeight() * profile.add(reading, state);
        }
        if (weights.repeatWeight() > 0) {
            lasting += weights.repeatWeight() * repeats.add(reading, state);
        }
    }

    /**
     * Judges what the model says of the channel, and returns true if some of it is extreme.
     *
     * @param reading the reading; NaN if its forecast says nothing
     */
    private boolean judgeOutput(double reading, float[] y, ByteBuffer state) {
        boolean extreme = false;
        for (JudgedDeviation judged : departures) {
            float found = y[judged.deviation.output()];
            lasting += judged.weight * judged.departure.add(found < 0 ? Double.NaN : found, state);
            extreme |= judged.departure.isExtreme();
        }
        if (judgesForecast()) {
            double error = reading - outputs.forecast(channel, y);
            sudden = weights.forecastWeight() * forecastError.add(error, state);
            extreme |= forecastError.isExtreme();
        }
        return extreme;
    }

    /** Notes that the event has no reading of this channel. */
    void skip() {
        judgedBy = JudgedBy.NOTHING;
        lasting = 0;
        sudden = 0;
        glitch = false;
    }

    /** Returns the part of the last reading's deviation that may last: the weighted sum of all but the forecast. */
    double lasting() {
        return lasting;
    }

    /** Returns the weighted square of the forecast's error. It is small again soon after a change of level. */
    double sudden() {
        return sudden;
    }

    /**
     * Explains the last event.
     *
     * @param part the forecast and the share of the channel
     * @param reading the reading; NaN if it is missing
     */
    Explanation.ExplainedChannel explain(ChannelPart part, float reading) {
        return switch (judgedBy) {
            case NOTHING ->
                new Explanation.ExplainedChannel(part, Float.isNaN(reading) ? null : reading, null, null, List.of());
            case INDICATOR ->
                new Explanation.ExplainedChannel(
                        part, reading, null, (float) StrictMath.exp(-indicator.lastRarity()), parts());
            case PARTS ->
                new Explanation.ExplainedChannel(part, reading, profile.usual(), profile.frequency(), parts());
        };
    }

    private List<Explanation.Part> parts() {
        List<Explanation.Part> parts = new ArrayList<>();
        ObjDoubleConsumer<String> add = (name, size) -> {
            if (size > 0) {
                parts.add(new Explanation.Part(name, (float) size));
            }
        };
        if (judgedBy == JudgedBy.INDICATOR) {
            add.accept("switch", lasting);
            return parts;
        }
        if (weights.readingWeight() > 0) {
            profile.explain((name, square) -> add.accept(name, weights.readingWeight() * square));
        }
        add.accept("repeat", weights.repeatWeight() * repeats.lastRarity());
        for (JudgedDeviation judged : departures) {
            add.accept("deviation." + judged.deviation.kind(), judged.weight * judged.departure.lastSquare());
        }
        add.accept("forecast", sudden);
        return parts;
    }

    /** Returns true if the last event is extreme and the one before it was not: it may be a glitch. */
    boolean isGlitch() {
        return glitch;
    }
}
