package io.sluice.score;

import io.sluice.event.Event;
import io.sluice.model.BundleException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a model's surprise and deviations into a calibrated score, and scores into incidents.
 *
 * <p>Each is judged by the tail of its own past in the key ({@link SurpriseTail}), so units and scales do not matter.
 * The rarities in their tails are joined by the root of the sum of squares to r, in orders of magnitude; where none
 * lies in its tail, r is the largest of them. What the key's last alarms have made ordinary is taken off
 * ({@link AlarmDamping}). The score is 1 - 10^(-0.4 r): 0.79 stands for one event in 50, 0.98 for one in 17,700.
 * Nothing is scored in a key's first 40 events.
 *
 * <p>An event whose score reaches {@code open} is an alarm, and opens an incident where none is open. The incident
 * closes with the {@code quiet}-th event in a row whose score by what lies in its tail alone, and without habituation,
 * is below {@code close}. Of an open incident the first {@code incident.hold} events after the one that opened it are
 * no past, so that an anomaly that lasts does not become ordinary while they last.
 *
 * <p>Where {@code settle.events} is not 0, so many events of a key that is new, or was silent, score 0 and are no past
 * ({@link WarmUp}).
 *
 * <p>A scorer belongs to one thread. A key's part of it lives in the key's state, all zero for a key never seen: the
 * incident (int64 since, int64 step, float32 peak, int32 calm events), the habituation, the settling, then a tail for
 * each that counts.
 */
public final class AnomalyScorer implements Scorer {
    private static final double EXPONENT = 0.4;
    private static final String DEVIATION = "deviation.";
    /** A state says the length of its scorer's part in 16 bits. */
    private static final int LARGEST_STATE = 0xFFFF;
    /** The bytes of the incident, which every scorer's state begins with. */
    public static final int INCIDENT_BYTES = Long.BYTES + Long.BYTES + Float.BYTES + Integer.BYTES;

    private final int surprise;
    private final List<Deviation> deviations;
    private final List<ChannelOutputs> channels;
    private final ChannelShares shares;
    private final AnomalySettings settings;
    private final AlarmDamping habituation;
    private final WarmUp settling;

    /** The joint rarity of what lies in its tail, 0 where nothing does, and the largest of the others. */
    private double inTails;

    private double ordinary;
    private long since;
    private long openedAt;
    private float peak;
    private int calm;

    /** An element of y that is judged by its own past, how much it counts, and whose it is; -1: of all channels. */
    private record Deviation(int output, double weight, int channel, SurpriseTail tail) {}

    /** Where a channel's outputs stand in y; -1 where the model has no such output. */
    private record ChannelOutputs(String name, int expected, int part) {}

    /**
     * A scorer of a model's outputs.
     *
     * @param outputs the names of y's elements: {@code surprise} and, for a channel c, {@code expected.c},
     *     {@code surprise.c} and any number of {@code deviation.KIND.c} where the model has them; a deviation below 0
     *     says that there was nothing to deviate from
     * @param scoring {@code open} (0.97), {@code close} (0.6), {@code quiet} (5), {@code incident.hold} (0),
     *     {@code surprise.weight} (1; 0: it is told, and not judged), {@code tail.size} (32), {@code tail.excess} (0),
     *     {@code habituation.quick} (8), {@code habituation.slow} (0.3), {@code settle.events} (0) and
     *     {@code settle.silence} (3600), where they differ from these
     * @throws BundleException where {@code surprise} is missing, one of these outputs is of a channel that is none, or
     *     a number makes no sense
     */
    public AnomalyScorer(List<String> outputs, List<String> channels, Map<String, Double> scoring) {
        this.surprise = outputs.indexOf("surprise");
        if (surprise < 0) {
            throw new BundleException("output names " + outputs + "; the task anomaly needs one named \"surprise\"");
        }
        requireChannels(outputs, channels);
        this.settings = AnomalySettings.of(scoring);
        this.habituation = new AlarmDamping(settings.quick(), settings.slow());
        this.settling = new WarmUp(settings.settle(), settings.silence());
        this.deviations = IntStream.range(0, outputs.size())
                .filter(output -> outputs.get(output).startsWith(DEVIATION) || judges(output))
                .mapToObj(output -> new Deviation(
                        output,
                        output == surprise ? settings.surpriseWeight() : 1,
                        channelOf(outputs.get(output), channels),
                        new SurpriseTail(settings.tail(), settings.excess())))
                .toList();
        if (deviations.isEmpty()) {
            throw new BundleException(
                    "scoring says surprise.weight 0, and output names no deviation; nothing is left to score");
        }
        this.shares = new ChannelShares(channels.size());
        this.channels = channels.stream()
                .map(name -> new ChannelOutputs(
                        name, outputs.indexOf("expected." + name), outputs.indexOf("surprise." + name)))
                .toList();
        requireStorable(stateBytes(), deviations.size());
    }

    /** What counts nothing has no past in a key's state. */
    private boolean judges(int output) {
        return output == surprise && settings.surpriseWeight() > 0;
    }

    /** The channel whose name an output ends with: of several the one with the longest; -1 without one. */
    private static int channelOf(String output, List<String> channels) {
        return IntStream.range(0, channels.size())
                .filter(channel -> output.endsWith("." + channels.get(channel)))
                .boxed()
                .max(Comparator.comparingInt(channel -> channels.get(channel).length()))
                .orElse(-1);
    }

    private static void requireChannels(List<String> outputs, List<String> channels) {
        for (String output : outputs) {
            int dot = output.indexOf('.');
            if (List.of("expected", "surprise").contains(output.substring(0, Math.max(dot, 0)))
                    && !channels.contains(output.substring(dot + 1))) {
                throw new BundleException("output names \"" + output + "\", but there is no channel \""
                        + output.substring(dot + 1) + "\"; the channels are " + channels);
            }
            if (output.startsWith(DEVIATION)
                    && !channels.isEmpty()
                    && channels.stream().noneMatch(channel -> output.endsWith("." + channel))) {
                throw new BundleException("output names \"" + output + "\", which ends with the name of no channel; the"
                        + " channels are " + channels);
            }
        }
    }

    private static void requireStorable(int bytes, int judged) {
        if (bytes > LARGEST_STATE) {
            throw new BundleException("output names " + judged + " deviations, whose past would take " + bytes
                    + " bytes of a key's state; at most " + LARGEST_STATE + " can be kept");
        }
    }

    @Override
    public int stateBytes() {
        return INCIDENT_BYTES
                + AlarmDamping.BYTES
                + settling.bytes()
                + deviations.size() * SurpriseTail.bytes(settings.tail());
    }

    @Override
    public Anomaly score(float[] y, long step, Event event, ByteBuffer state) {
        read(state.rewind());
        habituation.passes();
        if (settling.settles(step, event.timestamp())) {
            pass(y);
        } else {
            judge(y, step);
        }
        float score = score(habituation.dampen(Math.max(inTails, ordinary)));
        if (score >= settings.open()) {
            habituation.alarm();
        }
        Incident incident = follow(score, score(inTails), step, event.timestamp());
        write(state.rewind());
        return new Anomaly(score, y[surprise], incident, parts(y, step));
    }

    private static float score(double rarity) {
        return (float) (1 - StrictMath.pow(10, -EXPONENT * rarity));
    }

    /**
     * Finds how rare this event is by all that deviates, which is then part of the past but where an incident is held
     * out.
     */
    private void judge(float[] y, long step) {
        double squares = 0;
        ordinary = 0;
        begin(y);
        for (Deviation deviation : deviations) {
            float found = y[deviation.output];
            if (found < 0) {
                continue;
            }
            double rarity = deviation.weight * deviation.tail.rarity(found);
            boolean inTail = rarity > deviation.weight * deviation.tail.ordinary();
            if (inTail) {
                squares += rarity * rarity;
            } else {
                ordinary = Math.max(ordinary, rarity);
            }
            attribute(deviation.channel, rarity * rarity, inTail);
            if (!isHeld(step)) {
                deviation.tail.add(found);
            }
        }
        inTails = Math.sqrt(squares);
    }

    /** Nothing is said of this event, and it is no past. */
    private void pass(float[] y) {
        begin(y);
        inTails = 0;
        ordinary = 0;
    }

    private boolean isHeld(long step) {
        return openedAt > 0 && step - openedAt < settings.hold();
    }

    private void begin(float[] y) {
        shares.clear();
        for (int channel = 0; channel < channels.size(); channel++) {
            int part = channels.get(channel).part;
            shares.surprise(channel, part < 0 ? 0 : y[part]);
        }
    }

    private void attribute(int channel, double square, boolean inTail) {
        if (channel < 0) {
            shares.addToAll(square, inTail);
        } else {
            shares.add(channel, square, inTail);
        }
    }

    /**
     * The incident that is open in a key's scorer state, as one that closes with it; null where none is.
     *
     * @param state as {@link #score} left it, little-endian
     */
    public static @Nullable Incident cutShort(ByteBuffer state) {
        state.rewind();
        long since = state.getLong();
        long openedAt = state.getLong();
        return openedAt > 0 ? new Incident(Incident.Phase.CLOSED, since, openedAt, state.getFloat()) : null;
    }

    private void read(ByteBuffer state) {
        since = state.getLong();
        openedAt = state.getLong();
        peak = state.getFloat();
        calm = state.getInt();
        habituation.read(state);
        settling.read(state);
        deviations.forEach(deviation -> deviation.tail.read(state));
    }

    private void write(ByteBuffer state) {
        state.putLong(since).putLong(openedAt).putFloat(peak).putInt(calm);
        habituation.write(state);
        settling.write(state);
        deviations.forEach(deviation -> deviation.tail.write(state));
    }

    private @Nullable Incident follow(float score, float undampened, long step, long timestamp) {
        if (openedAt > 0) {
            return goOn(score, undampened);
        }
        if (score < settings.open()) {
            return null;
        }
        since = timestamp;
        openedAt = step;
        peak = score;
        calm = 0;
        return new Incident(Incident.Phase.OPENED, since, openedAt, peak);
    }

    private Incident goOn(float score, float undampened) {
        peak = Math.max(peak, score);
        calm = undampened < settings.close() ? calm + 1 : 0;
        if (calm < settings.quiet()) {
            return new Incident(Incident.Phase.ONGOING, since, openedAt, peak);
        }
        Incident closed = new Incident(Incident.Phase.CLOSED, since, openedAt, peak);
        since = 0;
        openedAt = 0;
        peak = 0;
        calm = 0;
        return closed;
    }

    private List<Anomaly.ChannelPart> parts(float[] y, long step) {
        List<Anomaly.ChannelPart> parts = new ArrayList<>(channels.size());
        float[] contributions = shares.all();
        for (int i = 0; i < channels.size(); i++) {
            ChannelOutputs channel = channels.get(i);
            Float expected = channel.expected < 0 || step == 1 ? null : y[channel.expected];
            parts.add(new Anomaly.ChannelPart(channel.name, expected, contributions[i]));
        }
        return parts;
    }
}
