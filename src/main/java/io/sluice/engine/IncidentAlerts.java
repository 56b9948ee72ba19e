package io.sluice.engine;

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
 * The alerts of an anomaly model. An alert follows every opened incident when it closes, whatever closes it: if Sluice
 * itself ends the state that holds the open incident, it sends the closing alert.
 *
 * <p>The alert of an expired key is the same whether an event, a deletion or the sweep finds it.
 */
final class IncidentAlerts implements Alerts {
    private final AlertWriter writer;
    private final boolean repartitioned;

    IncidentAlerts(AlertWriter writer, boolean repartitioned) {
        this.writer = writer;
        this.repartitioned = repartitioned;
    }

    @Override
    public List<byte[]> scored(PendingRecord pending, long step, Verdict verdict) {
        List<byte[]> alerts = new ArrayList<>(2);
        Request.Score score = pending.score();
        KeyState abandoned = pending.start().abandoned();
        if (abandoned != null) {
            alerts.addAll(ended(score.key(), pending, abandoned, score.event().timestamp()));
        }
        if (verdict instanceof Anomaly anomaly && anomaly.incident() != null) {
            alerts.addAll(changed(pending, step, anomaly.score(), anomaly.incident()));
        }
        return alerts;
    }

    private List<byte[]> changed(PendingRecord pending, long step, float score, Incident incident) {
        if (incident.phase() == Incident.Phase.ONGOING) {
            return List.of();
        }
        Request.Score request = pending.score();
        return List.of(writer.write(new Alert(
                request.key(),
                request.event().timestamp(),
                step,
                SourceHeaders.origin(pending.record(), repartitioned),
                score,
                incident,
                incident.phase() == Incident.Phase.CLOSED ? Alert.Cause.QUIET : null)));
    }

    @Override
    public List<byte[]> deleted(PendingRecord pending) {
        KeyState abandoned = pending.start().abandoned();
        return abandoned == null
                ? List.of()
                : ended(
                        ((Request.Delete) pending.request()).key(),
                        pending,
                        abandoned,
                        pending.record().timestamp());
    }

    private List<byte[]> ended(String key, PendingRecord pending, KeyState abandoned, long timestamp) {
        if (pending.start().expired()) {
            return expired(key, abandoned);
        }
        Incident incident = open(abandoned);
        return incident == null
                ? List.of()
                : List.of(writer.write(new Alert(
                        key,
                        timestamp,
                        abandoned.steps(),
                        SourceHeaders.origin(pending.record(), repartitioned),
                        null,
                        incident,
                        cause(pending.start()))));
    }

    private static Alert.Cause cause(Start start) {
        if (start.resumption() == null) {
            return Alert.Cause.DELETED;
        }
        return start.resumption() == Resumption.RESET ? Alert.Cause.RESET : Alert.Cause.NEW_MODEL;
    }

    @Override
    public List<byte[]> expired(String key, KeyState state) {
        Incident incident = open(state);
        return incident == null
                ? List.of()
                : List.of(writer.write(
                        new Alert(key, state.eventTime(), state.steps(), null, null, incident, Alert.Cause.EXPIRED)));
    }

    /** Returns the state's open incident as one that closes; null if no incident is open. */
    private static @Nullable Incident open(KeyState state) {
        return state.scorerBytes() < AnomalyScorer.INCIDENT_BYTES ? null : AnomalyScorer.cutShort(state.scorer());
    }
}
