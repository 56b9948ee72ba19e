package io.sluice.score;

import io.sluice.model.BundleException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The outputs of an anomaly model and the settings of its scorer, checked once. It is immutable: all threads share it,
 * and each makes an {@link AnomalyScorer} from it.
 */
public final class AnomalyOutputs {
    private static final String SURPRISE = "surprise";
    private static final String DEVIATION = "deviation.";
    /** A stored state keeps the length of its scorer's part in 16 bits. */
    private static final int LARGEST_STATE = 0xFFFF;

    private final int surprise;
    private final List<Deviation> deviations;
    private final List<ChannelOutputs> channels;
    private final AnomalySettings settings;

    /**
     * An element of y that is compared with its own past.
     *
     * @param output its index in y
     * @param weight the factor of its rarity
     * @param channel the index of its channel; -1 if it belongs to all channels
     */
    record Deviation(int output, double weight, int channel) {}

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
     * @param scoring the settings that differ from these defaults: {@code open} (0.97), {@code close} (0.6),
     *     {@code quiet} (5), {@code incident.hold} (0), {@code surprise.weight} (1; with 0 the surprise is reported but
     *     does not count), {@code tail.size} (32), {@code tail.excess} (0), {@code habituation.quick} (8),
     *     {@code habituation.slow} (0.3), {@code settle.events} (0) and {@code settle.silence} (3600)
     * @throws BundleException if {@code surprise} is missing, an output names an unknown channel, or a setting is out
     *     of range
     */
    public AnomalyOutputs(List<String> outputs, List<String> channels, Map<String, Double> scoring) {
        this.surprise = outputs.indexOf(SURPRISE);
        if (surprise < 0) {
            throw new BundleException("output names " + outputs + "; the task anomaly needs one named \"surprise\"");
        }
        requireChannels(outputs, channels);
        this.settings = AnomalySettings.of(scoring);
        this.deviations = IntStream.range(0, outputs.size())
                .filter(output -> outputs.get(output).startsWith(DEVIATION) || isWeightedSurprise(output))
                .mapToObj(output -> new Deviation(
                        output,
                        output == surprise ? settings.surpriseWeight() : 1,
                        channelOf(outputs.get(output), channels)))
                .toList();
        if (deviations.isEmpty()) {
            throw new BundleException("scoring says surprise.weight 0, and output names no deviation, so the score"
                    + " would be always 0; set surprise.weight above 0");
        }
        this.channels = channels.stream()
                .map(name -> new ChannelOutputs(
                        name, outputs.indexOf("expected." + name), outputs.indexOf("surprise." + name)))
                .toList();
        requireStorable();
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

    /** A surprise of weight 0 keeps no past in a key's state. */
    private boolean isWeightedSurprise(int output) {
        return output == surprise && settings.surpriseWeight() > 0;
    }

    /** Returns the channel with the longest name that the output ends with; -1 if there is none. */
    private static int channelOf(String output, List<String> channels) {
        return IntStream.range(0, channels.size())
                .filter(channel -> output.endsWith("." + channels.get(channel)))
                .boxed()
                .max(Comparator.comparingInt(channel -> channels.get(channel).length()))
                .orElse(-1);
    }

    private void requireStorable() {
        if (stateBytes() > LARGEST_STATE) {
            throw new BundleException("output names " + deviations.size() + " deviations, whose past would take "
                    + stateBytes() + " bytes of a key's state; the largest part of a scorer is " + LARGEST_STATE
                    + " bytes");
        }
    }

    /** The number of bytes that the scorer keeps in a key's state. */
    public int stateBytes() {
        return IncidentTracker.BYTES
                + AlarmDamping.BYTES
                + WarmUp.bytes(settings.settle())
                + deviations.size() * SurpriseTail.bytes(settings.tail());
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
     * @param contribution the share of the channel in the score
     */
    public Anomaly.ChannelPart part(int channel, float[] y, long step, float contribution) {
        ChannelOutputs of = channels.get(channel);
        return new Anomaly.ChannelPart(
                of.name(), of.expected() < 0 || step == 1 ? null : y[of.expected()], contribution);
    }

    List<Deviation> deviations() {
        return deviations;
    }

    List<ChannelOutputs> channels() {
        return channels;
    }

    AnomalySettings settings() {
        return settings;
    }
}
