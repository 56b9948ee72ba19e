package io.sluice.score.profile;

import io.sluice.event.Event;
import io.sluice.event.NumericEvent;
import io.sluice.score.Anomaly;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.Incident;
import io.sluice.score.IncidentTracker;
import io.sluice.score.Scorer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores an event by the profile of its key's channels ({@link ChannelProfile}).
 *
 * <p>F is the sum over all channels of the squared distances of their features, in spreads of their own past. The
 * running score s averages F over about {@value #EVENTS_AVERAGED} events, so it stays high while an anomaly lasts. A
 * single extreme reading that may be a glitch counts for its own event alone. The score is l / ({@value #HALF} + l)
 * with l = ln(1 + s): 0.5 means that the features were about two spreads off on average, and great deviations keep
 * their order without reaching 1.
 *
 * <p>The first events of a key are silent: they score 0 and teach the profile.
 *
 * <p>A scorer belongs to one thread. Layout of its state, little-endian: the incident ({@link IncidentTracker}), int32
 * number of events, float64 s, then a {@link ChannelJudge} for each channel; all zero for a new key.
 */
public final class ProfileScorer implements Scorer {
    private static final int EVENTS_AVERAGED = 50;
    private static final double RATE = 1.0 / EVENTS_AVERAGED;
    private static final double HALF = 3;
    private static final int FORMAT = 2;

    private static final int EVENTS_AT = IncidentTracker.BYTES;
    private static final int RUNNING_AT = EVENTS_AT + Integer.BYTES;
    private static final int CHANNELS_AT = RUNNING_AT + Double.BYTES;

    private final AnomalyOutputs outputs;
    private final ProfileSettings settings;
    private final List<ChannelJudge> judges;
    private final IncidentTracker incident;

    /** Makes a scorer for one thread. */
    public ProfileScorer(AnomalyOutputs outputs, ProfileSettings settings) {
        this.outputs = outputs;
        this.settings = settings;
        int channels = outputs.channelNames().size();
        this.judges = IntStream.range(0, channels)
                .mapToObj(channel -> new ChannelJudge(channels == 1))
                .toList();
        this.incident = new IncidentTracker(settings.open(), settings.close(), settings.quiet());
    }

    @Override
    public int stateBytes() {
        return CHANNELS_AT + judges.size() * ChannelJudge.BYTES;
    }

    @Override
    public int stateFormat() {
        return FORMAT;
    }

    @Override
    public Anomaly score(float[] y, long step, Event event, ByteBuffer state) {
        int events = state.getInt(EVENTS_AT);
        boolean silent = events < settings.silentEvents();
        NumericEvent readings = (NumericEvent) event;
        judge(readings, state);
        if (readings.isEmpty()) {
            return withoutReading(y, step, events, state);
        }
        double lasting = 0;
        double glitches = 0;
        for (ChannelJudge judge : judges) {
            if (judge.isGlitch()) {
                glitches += judge.deviation();
            } else {
                lasting += judge.deviation();
            }
        }
        double running = silent ? 0 : (1 - RATE) * state.getDouble(RUNNING_AT) + RATE * lasting;
        state.putInt(EVENTS_AT, events == Integer.MAX_VALUE ? events : events + 1)
                .putDouble(RUNNING_AT, running);
        float score = silent ? 0 : score(running + RATE * glitches);
        float now = silent ? 0 : score(lasting + glitches);
        return new Anomaly(
                score,
                outputs.surprise(y),
                incident(score, now, step, event.timestamp(), state),
                parts(y, step),
                silent ? settings.silentEvents() - events : 0);
    }

    /** Repeats the running score for an event of missing channels. It says nothing of the key, so the state stays. */
    private Anomaly withoutReading(float[] y, long step, int events, ByteBuffer state) {
        incident.read(state.position(0));
        return new Anomaly(
                score(state.getDouble(RUNNING_AT)),
                outputs.surprise(y),
                incident.ongoing(),
                parts(y, step),
                Math.max(0, settings.silentEvents() - events));
    }

    private void judge(NumericEvent event, ByteBuffer state) {
        for (int channel = 0; channel < judges.size(); channel++) {
            ChannelJudge judge = judges.get(channel);
            if (event.isMissing(channel)) {
                judge.skip();
            } else {
                judge.judge(event.channel(channel), state, CHANNELS_AT + channel * ChannelJudge.BYTES);
            }
        }
    }

    private static float score(double deviation) {
        double orders = StrictMath.log1p(deviation);
        return (float) (orders / (HALF + orders));
    }

    private @Nullable Incident incident(float score, float now, long step, long timestamp, ByteBuffer state) {
        incident.read(state.position(0));
        Incident current = incident.add(score, now, step, timestamp);
        incident.write(state.position(0));
        return current;
    }

    private List<Anomaly.ChannelPart> parts(float[] y, long step) {
        double sum = judges.stream().mapToDouble(ChannelJudge::deviation).sum();
        List<Anomaly.ChannelPart> parts = new ArrayList<>(judges.size());
        for (int channel = 0; channel < judges.size(); channel++) {
            double share = sum > 0 ? judges.get(channel).deviation() / sum : 0;
            parts.add(outputs.part(channel, y, step, (float) share));
        }
        return parts;
    }
}
