package io.sluice.engine;

import io.sluice.config.SluiceConfig;
import io.sluice.score.Alert;
import io.sluice.score.AlertWriter;
import io.sluice.score.Anomaly;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.Incident;
import io.sluice.score.Verdict;
import io.sluice.state.KeyState;
import io.sluice.state.Resumption;
import io.sluice.stream.SourceHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of an anomaly model. Every alert that an incident opened is followed by one that it closed, however that
 * comes about: where Sluice itself ends the state in which the incident is open, it closes it.
 *
 * <p>An expired key is told of in the same words whether an event, a deletion or the sweep finds it.
 */
final class IncidentAlerts implements Alerts {
    private final AlertWriter writer;
    private final boolean repartitioned;

    IncidentAlerts(ServingModel spec, SluiceConfig config) {
        this.writer = new AlertWriter(spec.name(), spec.version());
        this.repartitioned = config.repartitions();
    }

    @Override
    public List<byte[]> scored(String key, PendingRecord ahead, long step, Verdict verdict) {
        List<byte[]> alerts = new ArrayList<>(2);
        KeyState left = ahead.left();
        if (left != null) {
            alerts.addAll(ended(key, ahead, left, ahead.scored().timestamp()));
        }
        if (verdict instanceof Anomaly anomaly && anomaly.incident() != null) {
            alerts.addAll(changed(key, ahead, step, anomaly.score(), anomaly.incident()));
        }
        return alerts;
    }

    private List<byte[]> changed(String key, PendingRecord ahead, long step, float score, Incident incident) {
        if (incident.phase() == Incident.Phase.ONGOING) {
            return List.of();
        }
        return List.of(writer.write(new Alert(
                key,
                ahead.scored().timestamp(),
                step,
                SourceHeaders.origin(ahead.arrival(), repartitioned),
                score,
                incident,
                incident.phase() == Incident.Phase.CLOSED ? Alert.Cause.QUIET : null)));
    }

    @Override
    public List<byte[]> deleted(String key, PendingRecord ahead) {
        KeyState left = ahead.left();
        return left == null
                ? List.of()
                : ended(key, ahead, left, ahead.arrival().timestamp());
    }

    private List<byte[]> ended(String key, PendingRecord ahead, KeyState left, long timestamp) {
        if (ahead.leftExpired()) {
            return expired(key, left);
        }
        Incident incident = open(left);
        return incident == null
                ? List.of()
                : List.of(writer.write(new Alert(
                        key,
                        timestamp,
                        left.steps(),
                        SourceHeaders.origin(ahead.arrival(), repartitioned),
                        null,
                        incident,
                        cause(ahead))));
    }

    private static Alert.Cause cause(PendingRecord ahead) {
        if (ahead.event() == null) {
            return Alert.Cause.DELETED;
        }
        return ahead.resumption() == Resumption.RESET ? Alert.Cause.RESET : Alert.Cause.NEW_MODEL;
    }

    @Override
    public List<byte[]> expired(String key, KeyState state) {
        Incident incident = open(state);
        return incident == null
                ? List.of()
                : List.of(writer.write(
                        new Alert(key, state.eventTime(), state.steps(), null, null, incident, Alert.Cause.EXPIRED)));
    }

    /** The incident that is open in a state, as one that closes; null where there is none. */
    private static @Nullable Incident open(KeyState state) {
        return state.scorerBytes() < AnomalyScorer.INCIDENT_BYTES ? null : AnomalyScorer.cutShort(state.scorer());
    }
}
