package io.sluice.score.profile;

import io.sluice.event.Event;
import io.sluice.event.NumericEvent;
import io.sluice.score.Anomaly;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.ChannelPart;
import io.sluice.score.ExplainedEvents;
import io.sluice.score.Explanation;
import io.sluice.score.Incident;
import io.sluice.score.IncidentTracker;
import io.sluice.score.Scorer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores an event by the profile of its key's channels ({@link ChannelJudge}).
 *
 * <p>F is the sum of the deviations of all channels. The score is that of an average of F in which the weight of an
 * event falls by 1/{@value #EVENTS_AVERAGED} with each further one, so it stays high while an anomaly lasts. Incidents
 * need an average that rises and falls with an anomaly: the quick score is that of F and of what the model's forecasts
 * missed, where the weight falls by 1/{@value #EVENTS_QUICK}. A single extreme reading that may be a glitch counts for
 * its own event alone.
 *
 * <p>{@link ScoreScale} maps both averages to [0, 1].
 *
 * <p>The first events of a key are silent: they score 0 and teach the profile.
 *
 * <p>A scorer belongs to one thread. Layout of its state, little-endian: the incident ({@link IncidentTracker}), int32
 * number of events, float64 s and q, then a {@link ChannelJudge} for each channel; all zero for a new key.
 */
public final class ProfileScorer implements Scorer {
    private static final int EVENTS_AVERAGED = 50;
    private static final double RATE = 1.0 / EVENTS_AVERAGED;
    private static final int EVENTS_QUICK = 5;
    private static final double QUICK_RATE = 1.0 / EVENTS_QUICK;
    private static final int FORMAT = 3;

    private static final int EVENTS_AT = IncidentTracker.BYTES;
    private static final int RUNNING_AT = EVENTS_AT + Integer.BYTES;
    private static final int QUICK_AT = RUNNING_AT + Double.BYTES;
    private static final int CHANNELS_AT = QUICK_AT + Double.BYTES;

    private final AnomalyOutputs outputs;
    private final ProfileSettings settings;
    private final ExplainedEvents explained;
    private final List<ChannelJudge> judges;
    private final IncidentTracker incident;
    private final int stateBytes;

    /** Makes a scorer for one thread. */
    public ProfileScorer(AnomalyOutputs outputs, ProfileSettings settings, ExplainedEvents explained) {
        this.outputs = outputs;
        this.settings = settings;
        this.explained = explained;
        int channels = outputs.channelNames().size();
        this.judges = IntStream.range(0, channels)
                .mapToObj(channel -> new ChannelJudge(channel, outputs, settings))
                .toList();
        this.incident = new IncidentTracker(settings.open(), settings.close(), settings.quiet());
        this.stateBytes =
                CHANNELS_AT + judges.stream().mapToInt(ChannelJudge::bytes).sum();
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "profile: an incident opens at the quick score %.3f and closes after %d events below %.3f; the first %d"
                        + " events of a key are not judged",
                settings.open(),
                settings.quiet(),
                settings.close(),
                settings.silentEvents());
    }

    @Override
    public int stateBytes() {
        return stateBytes;
    }

    /** Returns a number that tells apart which parts of a channel count, because they share the bytes. */
    @Override
    public int stateFormat() {
        List<Object> parts = new ArrayList<>(List.of(
                FORMAT, settings.readingWeight() > 0, settings.repeatWeight() > 0, settings.forecastWeight() > 0));
        outputs.deviations().stream()
                .filter(deviation -> settings.weight(deviation.kind()) > 0)
                .forEach(deviation -> parts.add(deviation.kind()));
        return parts.hashCode(); // the same in every JVM: Java specifies it for lists of such elements
    }

    @Override
    public Anomaly score(float[] y, long step, Event event, ByteBuffer state) {
        int events = state.getInt(EVENTS_AT);
        boolean silent = events < settings.silentEvents();
        NumericEvent readings = (NumericEvent) event;
        judge(readings, y, step, state);
        if (readings.isEmpty()) {
            return explained(readings, withoutReading(y, step, events, state));
        }
        double lasting = 0;
        double sudden = 0;
        double glitches = 0;
        for (ChannelJudge judge : judges) {
            if (judge.isGlitch()) {
                glitches += judge.lasting();
            } else {
                lasting += judge.lasting();
                sudden += judge.sudden();
            }
        }
        double running = silent ? 0 : (1 - RATE) * state.getDouble(RUNNING_AT) + RATE * lasting;
        double quick = silent ? 0 : (1 - QUICK_RATE) * state.getDouble(QUICK_AT) + QUICK_RATE * (lasting + sudden);
        state.putInt(EVENTS_AT, events == Integer.MAX_VALUE ? events : events + 1)
                .putDouble(RUNNING_AT, running)
                .putDouble(QUICK_AT, quick);
        double ownRunning = silent ? 0 : running + RATE * glitches;
        float ownQuick = (float) ScoreScale.score(silent ? 0 : quick + QUICK_RATE * glitches);
        return explained(
                readings,
                new Anomaly(
                        (float) ScoreScale.score(ownRunning),
                        ownQuick,
                        outputs.surprise(y),
                        incident(ownQuick, step, event.timestamp(), state),
                        parts(y, step),
                        silent ? settings.silentEvents() - events : 0,
                        null));
    }

    /**
     * Repeats both scores of the averages for an event of missing channels. It says nothing of the key, so the state
     * stays.
     */
    private Anomaly withoutReading(float[] y, long step, int events, ByteBuffer state) {
        incident.read(state.position(0));
        return new Anomaly(
                (float) ScoreScale.score(state.getDouble(RUNNING_AT)),
                (float) ScoreScale.score(state.getDouble(QUICK_AT)),
                outputs.surprise(y),
                incident.ongoing(),
                parts(y, step),
                Math.max(0, settings.silentEvents() - events),
                null);
    }

    /** Returns the verdict with its explanation, if the settings ask for one. */
    private Anomaly explained(NumericEvent event, Anomaly anomaly) {
        if (!explained.include(anomaly.alert())) {
            return anomaly;
        }
        return anomaly.explained(new Explanation(IntStream.range(0, judges.size())
                .mapToObj(channel ->
                        judges.get(channel).explain(anomaly.channels().get(channel), event.channel(channel)))
                .toList()));
    }

    private void judge(NumericEvent event, float[] y, long step, ByteBuffer state) {
        int position = CHANNELS_AT;
        for (int channel = 0; channel < judges.size(); channel++) {
            ChannelJudge judge = judges.get(channel);
            if (event.isMissing(channel)) {
                judge.skip();
            } else {
                judge.judge(event.channel(channel), y, step, state, position);
            }
            position += judge.bytes();
        }
    }

    private @Nullable Incident incident(float score, long step, long timestamp, ByteBuffer state) {
        incident.read(state.position(0));
        Incident current = incident.add(score, score, step, timestamp);
        incident.write(state.position(0));
        return current;
    }

    private List<ChannelPart> parts(float[] y, long step) {
        DoubleSummaryStatistics deviations = new DoubleSummaryStatistics(); // adds as exactly as a stream
        for (ChannelJudge judge : judges) {
            deviations.accept(deviation(judge));
        }
        double sum = deviations.getSum();
        List<ChannelPart> parts = new ArrayList<>(judges.size());
        for (int channel = 0; channel < judges.size(); channel++) {
            double share = sum > 0 ? deviation(judges.get(channel)) / sum : 0;
            parts.add(outputs.part(channel, y, step, (float) share));
        }
        return parts;
    }

    private static double deviation(ChannelJudge judge) {
        return judge.lasting() + judge.sudden();
    }
}
