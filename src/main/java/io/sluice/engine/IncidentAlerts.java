package io.sluice.engine;

import io.sluice.event.Origin;
import io.sluice.score.Alert;
import io.sluice.score.AlertWriter;
import io.sluice.score.Anomaly;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.Incident;
import io.sluice.score.Verdict;
import io.sluice.state.KeyState;
import io.sluice.state.Resumption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of an anomaly model: of its incidents, and of keys that fall silent. An alert follows every opened
 * incident when it closes, whatever closes it: if Sluice itself ends the state that holds the open incident, it sends
 * the closing alert.
 *
 * <p>The alerts of an expired key are the same whether an event, a deletion or the sweep finds it.
 */
final class IncidentAlerts implements Alerts {
    private final AlertWriter writer;
    private final SilenceAlerts silences;
    private final boolean repartitioned;

    /** @param silenceMillis the time without events after which a key is silent, in milliseconds; 0 if no key is */
    IncidentAlerts(AlertWriter writer, long silenceMillis, boolean repartitioned) {
        this.writer = writer;
        this.silences = new SilenceAlerts(writer, silenceMillis);
        this.repartitioned = repartitioned;
    }

    @Override
    public List<byte[]> scored(PendingRecord pending, long step, Verdict verdict) {
        List<byte[]> alerts = new ArrayList<>(2);
        Start start = pending.start();
        if (start.silent() || start.abandoned() != null) {
            Request.Score request = pending.score();
            Float score = verdict instanceof Anomaly anomaly ? anomaly.score() : null;
            alerts.addAll(before(
                    start,
                    request.key(),
                    new SilenceAlerts.End(
                            request.event().timestamp(), step, source(pending), score, Alert.Cause.EVENT)));
        }
        if (verdict instanceof Anomaly anomaly && anomaly.incident() != null) {
            alerts.addAll(changed(pending, step, anomaly, anomaly.incident()));
        }
        return alerts;
    }

    private List<byte[]> changed(PendingRecord pending, long step, Anomaly anomaly, Incident incident) {
        if (incident.phase() == Incident.Phase.ONGOING) {
            return List.of();
        }
        boolean closed = incident.phase() == Incident.Phase.CLOSED;
        Request.Score request = pending.score();
        return List.of(writer.write(new Alert(
                Alert.Kind.ANOMALY,
                request.key(),
                request.event().timestamp(),
                step,
                source(pending),
                anomaly.score(),
                incident,
                closed ? Alert.Cause.QUIET : null,
                closed ? null : anomaly.explanation())));
    }

    @Override
    public List<byte[]> deleted(PendingRecord pending) {
        KeyState before = pending.start().before();
        long timestamp = pending.record().timestamp();
        return before == null
                ? List.of()
                : before(
                        pending.start(),
                        ((Request.Delete) pending.request()).key(),
                        new SilenceAlerts.End(timestamp, before.steps(), source(pending), null, Alert.Cause.DELETED));
    }

    /** Returns the alerts that the state before a record calls for, if the record ends a silence or that state. */
    private List<byte[]> before(Start start, String key, SilenceAlerts.End end) {
        KeyState before = start.before();
        if (before == null) {
            return List.of();
        }
        if (start.expired()) {
            return expired(key, before);
        }
        List<byte[]> alerts = new ArrayList<>();
        if (start.silent()) {
            alerts.addAll(silences.ended(key, before, end));
        }
        if (start.abandoned() != null) {
            alerts.addAll(cutShort(key, before, end.timestamp(), end.source(), cause(start)));
        }
        return alerts;
    }

    private static Alert.Cause cause(Start start) {
        if (start.resumption() == null) {
            return Alert.Cause.DELETED;
        }
        return start.resumption() == Resumption.RESET ? Alert.Cause.RESET : Alert.Cause.NEW_MODEL;
    }

    private Origin source(PendingRecord pending) {
        return SourceHeaders.origin(pending.record(), repartitioned);
    }

    @Override
    public List<byte[]> expired(String key, KeyState state) {
        long time = state.eventTime();
        List<byte[]> alerts = new ArrayList<>();
        alerts.addAll(silences.expired(key, state));
        alerts.addAll(cutShort(key, state, time, null, Alert.Cause.EXPIRED));
        return alerts;
    }

    @Override
    public byte[] silent(String key, KeyState state) {
        return silences.opened(key, state);
    }

    /** Returns the alert that closes the state's open incident, if one is open. */
    private List<byte[]> cutShort(
            String key, KeyState state, long timestamp, @Nullable Origin source, Alert.Cause cause) {
        Incident open =
                state.scorerBytes() < AnomalyScorer.INCIDENT_BYTES ? null : AnomalyScorer.cutShort(state.scorer());
        return open == null
                ? List.of()
                : List.of(writer.write(
                        new Alert(Alert.Kind.ANOMALY, key, timestamp, state.steps(), source, null, open, cause)));
    }
}
