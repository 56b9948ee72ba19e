package io.sluice.simulation;

import io.sluice.config.SluiceConfig;
import io.sluice.event.Origin;
import io.sluice.score.Alert;
import io.sluice.score.AlertWriter;
import io.sluice.score.Anomaly;
import io.sluice.score.Incident;
import io.sluice.stream.ScoringCore;
import java.util.List;

/** The alerts that a sequential task sends. */
final class SequentialAlerts {
    private final AlertWriter writer = new AlertWriter("simulated", "1.0.0");
    private final boolean on;
    private final long silence;
    private final List<Output> outputs;

    /** The record, if any, that ends a silence or a state. */
    record End(long time, long step, Origin origin, Float score, Alert.Cause cause) {}

    SequentialAlerts(SluiceConfig config, List<Output> outputs) {
        this.on = config.alertTopic() != null;
        this.silence = config.silenceMillis();
        this.outputs = outputs;
    }

    /**
     * Sends the alerts of a state that a record meets.
     *
     * @param ends the reason for which the record ends the state; null if it continues the state
     */
    void before(
            String key, SequentialTask.Remembered state, End end, boolean expired, boolean silent, Alert.Cause ends) {
        if (expired) {
            expired(key, state);
            return;
        }
        if (silent) {
            silent(key, state);
            spoke(key, state, end);
        }
        if (ends != null) {
            cutShort(key, state, end.time(), end.origin(), ends);
        }
    }

    void expired(String key, SequentialTask.Remembered state) {
        if (silence > 0) {
            silent(key, state);
            spoke(key, state, new End(state.eventTime(), state.steps(), null, null, Alert.Cause.EXPIRED));
        }
        cutShort(key, state, state.eventTime(), null, Alert.Cause.EXPIRED);
    }

    void silent(String key, SequentialTask.Remembered state) {
        send(new Alert(
                Alert.Kind.SILENCE,
                key,
                state.eventTime() + silence,
                state.steps(),
                null,
                null,
                new Incident(Incident.Phase.OPENED, state.eventTime(), state.steps(), 0),
                Alert.Cause.SILENCE));
    }

    private void spoke(String key, SequentialTask.Remembered state, End end) {
        send(new Alert(
                Alert.Kind.SILENCE,
                key,
                end.time(),
                end.step(),
                end.origin(),
                end.score(),
                new Incident(Incident.Phase.CLOSED, state.eventTime(), state.steps(), 0),
                end.cause()));
    }

    private void cutShort(String key, SequentialTask.Remembered state, long time, Origin origin, Alert.Cause cause) {
        Incident open = state.memory().openIncident();
        if (open != null) {
            send(new Alert(Alert.Kind.ANOMALY, key, time, state.steps(), origin, null, open, cause));
        }
    }

    /** Sends the alert of an incident that opens or closes with an event. */
    void changed(SequentialScoring.At at, Anomaly anomaly) {
        Incident incident = anomaly.incident();
        if (incident == null || incident.phase() == Incident.Phase.ONGOING) {
            return;
        }
        boolean closed = incident.phase() == Incident.Phase.CLOSED;
        send(new Alert(
                Alert.Kind.ANOMALY,
                at.key(),
                at.time(),
                at.number(),
                at.origin(),
                anomaly.score(),
                incident,
                closed ? Alert.Cause.QUIET : null,
                closed ? null : anomaly.explanation()));
    }

    private void send(Alert alert) {
        if (on) {
            outputs.add(new Output(
                    ScoringCore.ALERTS,
                    new Output.Bytes(Message.bytes(alert.key())),
                    new Output.Bytes(writer.write(alert)),
                    ""));
        }
    }
}
