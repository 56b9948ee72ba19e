package io.sluice.score;

import io.sluice.model.BundleException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The outputs of an anomaly model, checked once. It is immutable, so the scorers of all threads share it. */
public final class AnomalyOutputs {
    private static final String SURPRISE = "surprise";
    private static final String DEVIATION = "deviation.";

    private final int surprise;
    private final List<Deviation> deviations;
    private final List<ChannelOutputs> channels;
    private final boolean hasShares;

    /**
     * An element of y that is compared with its own past.
     *
     * @param output its index in y
     * @param kind the middle of its name, such as {@code hour} in {@code deviation.hour.celsius}
     * @param channel the index of its channel; -1 if it belongs to all channels
     */
    public record Deviation(int output, String kind, int channel) {}

    /**
     * The outputs of one channel.
     *
     * @param expected the index of the forecast in y; -1 if the model has no such output
     * @param part the index of the channel's part of the surprise in y; -1 if the model has no such output
     */
    record ChannelOutputs(String name, int expected, int part) {}

    /**
     * Checks the outputs of a model.
     *
     * @param outputs the names of the elements of y: {@code surprise} and, for a channel c, optionally
     *     {@code expected.c}, {@code surprise.c} and any number of {@code deviation.KIND.c}. A deviation below 0 means
     *     that there was nothing to deviate from.
     * @param channels the names of the channels
     * @throws BundleException if {@code surprise} is missing, or an output names an unknown channel
     */
    public AnomalyOutputs(List<String> outputs, List<String> channels) {
        this.surprise = outputs.indexOf(SURPRISE);
        if (surprise < 0) {
            throw new BundleException("output names " + outputs + "; the task anomaly needs one named \"surprise\"");
        }
        requireChannels(outputs, channels);
        this.deviations = IntStream.range(0, outputs.size())
                .filter(output -> outputs.get(output).startsWith(DEVIATION))
                .mapToObj(output -> deviation(output, outputs.get(output), channels))
                .toList();
        this.channels = channels.stream()
                .map(name -> new ChannelOutputs(
                        name, outputs.indexOf("expected." + name), surpriseOf(name, outputs, channels)))
                .toList();
        this.hasShares = this.channels.stream().anyMatch(channel -> channel.part() >= 0)
                || deviations.stream().anyMatch(deviation -> deviation.channel() >= 0);
    }

    /** The whole surprise is that of a model's only channel. */
    private int surpriseOf(String channel, List<String> outputs, List<String> channels) {
        int part = outputs.indexOf("surprise." + channel);
        return part < 0 && channels.size() == 1 ? surprise : part;
    }

    private static Deviation deviation(int output, String name, List<String> channels) {
        int channel = channelOf(name, channels);
        int end = channel < 0
                ? name.length()
                : name.length() - channels.get(channel).length() - 1;
        return new Deviation(output, name.substring(Math.min(DEVIATION.length(), end), end), channel);
    }

    private static void requireChannels(List<String> outputs, List<String> channels) {
        for (String output : outputs) {
            int dot = output.indexOf('.');
            if (List.of("expected", SURPRISE).contains(output.substring(0, Math.max(dot, 0)))
                    && !channels.contains(output.substring(dot + 1))) {
                throw new BundleException("output names \"" + output + "\", but there is no channel \""
                        + output.substring(dot + 1) + "\"; the channels are " + channels);
            }
            if (output.startsWith(DEVIATION)
                    && !channels.isEmpty()
                    && channels.stream().noneMatch(channel -> output.endsWith("." + channel))) {
                throw new BundleException("output names \"" + output + "\", which does not end with the name of a"
                        + " channel; the channels are " + channels);
            }
        }
    }

    /** Returns the channel with the longest name that the output ends with; -1 if there is none. */
    private static int channelOf(String output, List<String> channels) {
        return IntStream.range(0, channels.size())
                .filter(channel -> output.endsWith("." + channels.get(channel)))
                .boxed()
                .max(Comparator.comparingInt(channel -> channels.get(channel).length()))
                .orElse(-1);
    }

    /** Returns the model's surprise. */
    public float surprise(float[] y) {
        return y[surprise];
    }

    /** Returns the names of the channels, in the order of the manifest's fields. */
    public List<String> channelNames() {
        return channels.stream().map(ChannelOutputs::name).toList();
    }

    /**
     * Returns the part of a channel in a verdict.
     *
     * @param y the output of the model
     * @param step the step of the key, from 1; the first one has no forecast
     * @param contribution the share of the channel in the score; null if it is unknown
     */
    public ChannelPart part(int channel, float[] y, long step, @Nullable Float contribution) {
        ChannelOutputs of = channels.get(channel);
        return new ChannelPart(of.name(), of.expected() < 0 || step == 1 ? null : y[of.expected()], contribution);
    }

    /** Returns true if an output belongs to one channel, so that shares of channels can be known. */
    boolean hasShares() {
        return hasShares;
    }

    /** Returns true if the model forecasts the readings of a channel. */
    public boolean hasForecast(int channel) {
        return channels.get(channel).expected() >= 0;
    }

    /**
     * Returns the forecast of a channel's reading.
     *
     * @throws IndexOutOfBoundsException if the model has none
     */
    public float forecast(int channel, float[] y) {
        return y[channels.get(channel).expected()];
    }

    /** Returns the deviations, in the order of y. */
    public List<Deviation> deviations() {
        return deviations;
    }

    /** Returns the index of the surprise in y. */
    int surpriseOutput() {
        return surprise;
    }

    List<ChannelOutputs> channels() {
        return channels;
    }
}
