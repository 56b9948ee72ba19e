package io.sluice.score;

import io.sluice.event.Event;
import io.sluice.event.NumericEvent;
import io.sluice.model.BundleException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a model's surprise and deviations into a calibrated score, and scores into incidents.
 *
 * <p>Each deviation is compared with the tail of its own past in the key ({@link SurpriseTail}), so units and scales do
 * not matter. The rarities that lie in their tails are joined by the root of the sum of squares to r, in orders of
 * magnitude. If none lies in its tail, r is the largest rarity. The key's last alarms reduce r ({@link AlarmDamping}).
 * The score is 1 - 10^(-0.4 r): 0.79 means one event in 50, 0.98 means one in 17,700. The first 40 events of a key
 * score 0.
 *
 * <p>An event whose score reaches {@code open} is an alarm, and opens an incident if none is open. The incident closes
 * with the {@code quiet}-th event in a row whose score is below {@code close}; this score counts only the rarities in
 * their tails and ignores alarm damping. The first {@code incident.hold} events after the opening one stay out of the
 * past, so that an anomaly that lasts does not become ordinary during these events.
 *
 * <p>An event whose channels are all missing scores 0 and changes nothing: it is no calm event of an incident, and it
 * ends no silence.
 *
 * <p>The first event of a key has nothing to deviate from. So its deviations count as 0, whatever the model says: a
 * large one would make the tail so long that later faults hide in it.
 *
 * <p>If {@code settle.events} is not 0, that many events of a new or silent key score 0 and stay out of the past
 * ({@link WarmUp}).
 *
 * <p>A scorer belongs to one thread. Its part of a key's state is all zero for a new key. Layout: the incident
 * ({@link IncidentTracker}), the alarm damping, the warm-up, then a tail for each deviation.
 */
public final class AnomalyScorer implements Scorer {
    /** The names of the settings in the manifest. */
    public static final SortedSet<String> SETTINGS = AnomalySettings.NAMES;

    /** The number of first events that are not judged, beside those of {@code settle.events}. */
    public static final int SILENT_EVENTS = SurpriseTail.WARM_UP;

    /** The number of bytes of the incident, which comes first in the state of every anomaly scorer. */
    public static final int INCIDENT_BYTES = IncidentTracker.BYTES;

    private static final double EXPONENT = 0.4;

    private final AnomalyOutputs outputs;
    private final AnomalySettings settings;
    private final List<AnomalyOutputs.ChannelOutputs> channels;
    private final List<JudgedOutput> judged;
    private final ChannelShares shares;
    private final IncidentTracker incident;
    private final AlarmDamping damping;
    private final WarmUp warmUp;
    private final ExplainedEvents explained;

    /** The joint rarity of the deviations in their tails; 0 if none is in its tail. */
    private double inTails;

    /** The largest rarity of the other deviations. */
    private double ordinary;

    /**
     * A deviation with its past.
     *
     * @param weight the factor of its rarity
     */
    private record JudgedOutput(AnomalyOutputs.Deviation deviation, double weight, SurpriseTail tail, LastRarity last) {
        private boolean belongsTo(int channel) {
            return deviation.channel() < 0 || deviation.channel() == channel;
        }

        private double square() {
            return last.rarity * last.rarity;
        }
    }

    /** The rarity of a deviation of the last event. */
    private static final class LastRarity {
        private double rarity;
        private boolean inTail;

        private void clear() {
            rarity = 0;
            inTail = false;
        }
    }

    /**
     * Makes a scorer for one thread.
     *
     * @param scoring the settings that differ from these defaults: {@code open} (0.97), {@code close} (0.6),
     *     {@code quiet} (5), {@code incident.hold} (0), {@code surprise.weight} (1; with 0 the surprise is reported but
     *     does not count), {@code tail.size} (32), {@code tail.excess} (0), {@code habituation.quick} (8),
     *     {@code habituation.slow} (0.3), {@code settle.events} (0) and {@code settle.silence} (3600)
     * @throws BundleException if a setting is out of range, or nothing would be judged
     */
    public AnomalyScorer(AnomalyOutputs outputs, Map<String, Double> scoring, ExplainedEvents explained) {
        this.outputs = outputs;
        this.settings = AnomalySettings.of(scoring);
        this.channels = outputs.channels();
        this.judged = judged();
        this.shares = new ChannelShares(channels.size());
        this.incident = new IncidentTracker(settings.open(), settings.close(), settings.quiet());
        this.damping = new AlarmDamping(settings.quick(), settings.slow());
        this.warmUp = new WarmUp(settings.settle(), settings.silence());
        this.explained = explained;
    }

    /** Makes a scorer for one thread that explains nothing, see {@link AnomalyOutputs}. */
    public AnomalyScorer(List<String> outputs, List<String> channels, Map<String, Double> scoring) {
        this(new AnomalyOutputs(outputs, channels), scoring, ExplainedEvents.NONE);
    }

    /** Returns the deviations and, unless its weight is 0, the surprise, in the order of y. */
    private List<JudgedOutput> judged() {
        List<JudgedOutput> judged = new ArrayList<>();
        if (settings.surpriseWeight() > 0) {
            judged.add(
                    judged(new AnomalyOutputs.Deviation(outputs.surpriseOutput(), "", -1), settings.surpriseWeight()));
        }
        outputs.deviations().forEach(deviation -> judged.add(judged(deviation, 1)));
        if (judged.isEmpty()) {
            throw new BundleException("scoring says surprise.weight 0, and output names no deviation, so the score"
                    + " would be always 0; set surprise.weight above 0");
        }
        judged.sort(Comparator.comparingInt(output -> output.deviation.output()));
        return List.copyOf(judged);
    }

    private JudgedOutput judged(AnomalyOutputs.Deviation deviation, double weight) {
        return new JudgedOutput(
                deviation, weight, new SurpriseTail(settings.tail(), settings.excess()), new LastRarity());
    }

    @Override
    public int stateBytes() {
        return IncidentTracker.BYTES
                + AlarmDamping.BYTES
                + WarmUp.bytes(settings.settle())
                + judged.size() * SurpriseTail.bytes(settings.tail());
    }

    @Override
    public int stateFormat() {
        return 1;
    }

    @Override
    public String description() {
        return "tails: an incident opens at the score " + settings.open() + " and closes after " + settings.quiet()
                + " events below " + settings.close() + "; the first " + (SILENT_EVENTS + settings.settle())
                + " events of a key are not judged";
    }

    @Override
    public Anomaly score(float[] y, long step, Event event, ByteBuffer state) {
        read(state.rewind());
        if (event instanceof NumericEvent readings && readings.isEmpty()) {
            return explained(event, withoutReading(y, step));
        }
        int silentLeft = silentLeft();
        damping.passEvent();
        if (warmUp.add(step, event.timestamp())) {
            silentLeft += warmUp.left() + 1; // the tails learn nothing meanwhile
            skip(y);
        } else {
            judge(y, step);
        }
        float score = score(damping.dampen(Math.max(inTails, ordinary)));
        if (score >= settings.open()) {
            damping.alarm();
        }
        Incident current = incident.add(score, score(inTails), step, event.timestamp());
        write(state.rewind());
        return explained(event, new Anomaly(score, outputs.surprise(y), current, parts(y, step), silentLeft));
    }

    /** Returns the verdict with its explanation, if the settings ask for one. Texts and items have no channels. */
    private Anomaly explained(Event event, Anomaly anomaly) {
        if (!(event instanceof NumericEvent readings) || !explained.include(anomaly.alert())) {
            return anomaly;
        }
        return anomaly.explained(new Explanation(IntStream.range(0, channels.size())
                .mapToObj(channel -> explained(channel, anomaly.channels().get(channel), readings))
                .toList()));
    }

    private Explanation.ExplainedChannel explained(int channel, ChannelPart part, NumericEvent event) {
        List<JudgedOutput> deciding = deciding(channel);
        double rarest = deciding.stream()
                .mapToDouble(output -> output.last.rarity / output.weight)
                .max()
                .orElse(0);
        return new Explanation.ExplainedChannel(
                part,
                event.isMissing(channel) ? null : event.channel(channel),
                null,
                deciding.isEmpty() ? null : (float) StrictMath.pow(10, -rarest),
                deciding.stream().map(output -> part(output, channel)).toList());
    }

    /** Returns what makes the channel's share in the score, see {@link ChannelShares}. */
    private List<JudgedOutput> deciding(int channel) {
        boolean inTail = judged.stream().anyMatch(output -> output.last.inTail);
        return judged.stream()
                .filter(output -> output.belongsTo(channel) && output.last.inTail == inTail && output.square() > 0)
                .toList();
    }

    private Explanation.Part part(JudgedOutput output, int channel) {
        AnomalyOutputs.Deviation deviation = output.deviation;
        return deviation.output() == outputs.surpriseOutput()
                ? new Explanation.Part("surprise", (float) (shares.ofSurprise(channel) * output.square()))
                : new Explanation.Part("deviation." + deviation.kind(), (float) output.square());
    }

    /** Scores an event of missing channels 0. It says nothing of the key, so the state stays as it was. */
    private Anomaly withoutReading(float[] y, long step) {
        begin(y);
        return new Anomaly(0, outputs.surprise(y), incident.ongoing(), parts(y, step), silentLeft());
    }

    /** Returns the number of events, this one included, until a tail of the key can find a rarity. */
    private int silentLeft() {
        int left = SurpriseTail.WARM_UP;
        for (JudgedOutput output : judged) {
            left = Math.min(left, output.tail.silentLeft());
        }
        return left;
    }

    private static float score(double rarity) {
        return (float) (1 - StrictMath.pow(10, -EXPONENT * rarity));
    }

    /** Computes the rarity of this event, and adds the event to the past unless an incident holds it out. */
    private void judge(float[] y, long step) {
        double squares = 0;
        ordinary = 0;
        begin(y);
        for (JudgedOutput output : judged) {
            AnomalyOutputs.Deviation deviation = output.deviation;
            float found = found(deviation, y, step);
            if (found < 0) {
                continue;
            }
            double rarity = output.weight * output.tail.rarity(found);
            boolean inTail = rarity > output.weight * output.tail.ordinary();
            if (inTail) {
                squares += rarity * rarity;
            } else {
                ordinary = Math.max(ordinary, rarity);
            }
            output.last.rarity = rarity;
            output.last.inTail = inTail;
            attribute(deviation.channel(), rarity * rarity, inTail);
            if (!isHeld(step)) {
                output.tail.add(found);
            }
        }
        inTails = Math.sqrt(squares);
    }

    private static float found(AnomalyOutputs.Deviation deviation, float[] y, long step) {
        float found = y[deviation.output()];
        return step == 1 ? Math.min(found, 0) : found;
    }

    /** Returns true if an incident is open and the event is one of the first that stay out of the past. */
    private boolean isHeld(long step) {
        long age = incident.age(step);
        return age >= 0 && age < settings.hold();
    }

    /** Scores this event 0 and leaves the past as it is. */
    private void skip(float[] y) {
        begin(y);
        inTails = 0;
        ordinary = 0;
    }

    private void begin(float[] y) {
        shares.clear();
        judged.forEach(output -> output.last.clear());
        for (int channel = 0; channel < channels.size(); channel++) {
            int part = channels.get(channel).part();
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
     * Returns the open incident of a key as a closed one; null if none is open.
     *
     * @param state the scorer's part of the key's state as {@link #score} left it, little-endian
     */
    public static @Nullable Incident cutShort(ByteBuffer state) {
        return IncidentTracker.closed(state.rewind());
    }

    private void read(ByteBuffer state) {
        incident.read(state);
        damping.read(state);
        warmUp.read(state);
        judged.forEach(output -> output.tail.read(state));
    }

    private void write(ByteBuffer state) {
        incident.write(state);
        damping.write(state);
        warmUp.write(state);
        judged.forEach(output -> output.tail.write(state));
    }

    private List<ChannelPart> parts(float[] y, long step) {
        List<ChannelPart> parts = new ArrayList<>(channels.size());
        float[] contributions = shares.all();
        for (int i = 0; i < channels.size(); i++) {
            parts.add(outputs.part(i, y, step, outputs.hasShares() ? contributions[i] : null));
        }
        return parts;
    }
}
