package io.sluice.score;

import io.sluice.model.BundleException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a model's surprise into a calibrated score, and scores into incidents.
 *
 * <p>The score is 1 - p^0.4, where p is the probability of so large a surprise by the key's own past: 0.79 stands for
 * one event in 50, 0.97 for one in 6,500. An incident opens where the score reaches {@code open}
 * and closes with the {@code quiet}-th event in a row below {@code close}; nothing is scored in a key's first 40 events.
 *
 * <p>A scorer belongs to one thread. A key's part of it lives in the key's state: {@link #stateBytes()} bytes, all zero
 * for a key never seen.
 */
public final class AnomalyScorer implements Scorer {
    private static final double EXPONENT = 0.4;
    private static final int INCIDENT_BYTES = Long.BYTES + Long.BYTES + Float.BYTES + Integer.BYTES;

    private final int surprise;
    private final List<ChannelOutputs> channels;
    private final float open;
    private final float close;
    private final int quiet;
    private final SurpriseTail tail = new SurpriseTail();

    private long since;
    private long openedAt;
    private float peak;
    private int calm;

    /** Where a channel's outputs stand in y; -1 where the model has no such output. */
    private record ChannelOutputs(String name, int expected, int part) {}

    /**
     * A scorer of a model's outputs.
     *
     * @param outputs the names of y's elements: {@code surprise} and, for a channel c, {@code expected.c} and
     *     {@code surprise.c} where the model has them
     * @param scoring {@code open} (0.97), {@code close} (0.6) and {@code quiet} (5), where they differ from these
     * @throws BundleException where {@code surprise} is missing, one of these outputs is of a channel that is none, or a
     *     number makes no sense
     */
    public AnomalyScorer(List<String> outputs, List<String> channels, Map<String, Double> scoring) {
        this.surprise = outputs.indexOf("surprise");
        if (surprise < 0) {
            throw new BundleException("output names " + outputs + "; the task anomaly needs one named \"surprise\"");
        }
        requireChannels(outputs, channels);
        this.channels = channels.stream()
                .map(name -> new ChannelOutputs(
                        name, outputs.indexOf("expected." + name), outputs.indexOf("surprise." + name)))
                .toList();
        this.open = scoring.getOrDefault("open", 0.97).floatValue();
        this.close = scoring.getOrDefault("close", 0.6).floatValue();
        this.quiet = scoring.getOrDefault("quiet", 5.0).intValue();
        if (!(0 < close && close <= open && open < 1) || quiet < 1) {
            throw new BundleException("scoring says open " + open + ", close " + close + ", quiet " + quiet
                    + "; needed is 0 < close <= open < 1 and quiet >= 1");
        }
    }

    private static void requireChannels(List<String> outputs, List<String> channels) {
        for (String output : outputs) {
            int dot = output.indexOf('.');
            if (List.of("expected", "surprise").contains(output.substring(0, Math.max(dot, 0)))
                    && !channels.contains(output.substring(dot + 1))) {
                throw new BundleException("output names \"" + output + "\", but there is no channel \""
                        + output.substring(dot + 1) + "\"; the channels are " + channels);
            }
        }
    }

    @Override
    public int stateBytes() {
        return SurpriseTail.BYTES + INCIDENT_BYTES;
    }

    @Override
    public Anomaly score(float[] y, long step, long timestamp, ByteBuffer state) {
        read(state.rewind());
        float score = (float) (1 - StrictMath.pow(tail.exceedance(y[surprise]), EXPONENT));
        tail.add(y[surprise]);
        Incident incident = follow(score, step, timestamp);
        write(state.rewind());
        return new Anomaly(score, y[surprise], incident, parts(y, step));
    }

    /**
     * The incident that is open in a key's scorer state, as one that closes with it; null where none is.
     *
     * @param state as {@link #score} left it, little-endian
     */
    public static @Nullable Incident cutShort(ByteBuffer state) {
        state.position(SurpriseTail.BYTES);
        long since = state.getLong();
        long openedAt = state.getLong();
        return openedAt > 0 ? new Incident(Incident.Phase.CLOSED, since, openedAt, state.getFloat()) : null;
    }

    private void read(ByteBuffer state) {
        tail.read(state);
        since = state.getLong();
        openedAt = state.getLong();
        peak = state.getFloat();
        calm = state.getInt();
    }

    private void write(ByteBuffer state) {
        tail.write(state);
        state.putLong(since).putLong(openedAt).putFloat(peak).putInt(calm);
    }

    private @Nullable Incident follow(float score, long step, long timestamp) {
        if (openedAt > 0) {
            return goOn(score);
        }
        if (score < open) {
            return null;
        }
        since = timestamp;
        openedAt = step;
        peak = score;
        calm = 0;
        return new Incident(Incident.Phase.OPENED, since, openedAt, peak);
    }

    private Incident goOn(float score) {
        peak = Math.max(peak, score);
        calm = score < close ? calm + 1 : 0;
        if (calm < quiet) {
            return new Incident(Incident.Phase.ONGOING, since, openedAt, peak);
        }
        Incident closed = new Incident(Incident.Phase.CLOSED, since, openedAt, peak);
        since = 0;
        openedAt = 0;
        peak = 0;
        calm = 0;
        return closed;
    }

    /** The model fuses its channels by the root of the sum of squares, so a share is a square's. */
    private List<Anomaly.ChannelPart> parts(float[] y, long step) {
        double sum = 0;
        for (ChannelOutputs channel : channels) {
            sum += square(y, channel);
        }
        List<Anomaly.ChannelPart> parts = new ArrayList<>(channels.size());
        for (ChannelOutputs channel : channels) {
            Float expected = channel.expected < 0 || step == 1 ? null : y[channel.expected];
            float share = sum > 0 ? (float) (square(y, channel) / sum) : 0;
            parts.add(new Anomaly.ChannelPart(channel.name, expected, share));
        }
        return parts;
    }

    private static double square(float[] y, ChannelOutputs channel) {
        return channel.part < 0 ? 0 : (double) y[channel.part] * y[channel.part];
    }
}
