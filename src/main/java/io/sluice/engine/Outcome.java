package io.sluice.engine;

import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.score.Anomaly;
import io.sluice.score.Incident;
import io.sluice.score.Verdict;
import io.sluice.state.KeyState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effect that one record is to have. Everything that can fail was done when the outcome was computed. */
public sealed interface Outcome {

    /** The key's state advances, and a prediction and alerts are sent. */
    final class Scored implements Outcome {
        private final KeyState state;
        private final byte[] prediction;
        private final Verdict verdict;
        private final List<byte[]> alerts;
        private final Request.Score request;
        private final Start start;

        Scored(
                KeyState state,
                byte[] prediction,
                Verdict verdict,
                List<byte[]> alerts,
                Request.Score request,
                Start start) {
            this.state = state;
            this.prediction = prediction;
            this.verdict = verdict;
            this.alerts = alerts;
            this.request = request;
            this.start = start;
        }

        /** Returns the key's state after the step. */
        public KeyState state() {
            return state;
        }

        /** Returns the prediction as JSON. */
        public byte[] prediction() {
            return prediction;
        }

        /** Returns the key of the event. */
        public String key() {
            return request.key();
        }

        /** Returns the event. */
        public Event event() {
            return request.event();
        }

        /** Returns the judgement of the event. */
        public Verdict verdict() {
            return verdict;
        }

        /** Returns the state that the step continued; null if the key started from nothing. */
        public @Nullable KeyState resumed() {
            return start.resumed();
        }

        /** Returns true if the key had no state before this event, not even one that was replaced. */
        public boolean isOfNewKey() {
            return start.before() == null;
        }

        /** Returns the incident that this event opens, belongs to or closes; null without one. */
        public @Nullable Incident incident() {
            return verdict instanceof Anomaly anomaly ? anomaly.incident() : null;
        }

        /** Returns true if an incident opened with this event. */
        public boolean opensIncident() {
            return isIn(Incident.Phase.OPENED);
        }

        /** Returns true if an incident closed with this event. */
        public boolean closesIncident() {
            return isIn(Incident.Phase.CLOSED);
        }

        private boolean isIn(Incident.Phase phase) {
            Incident incident = incident();
            return incident != null && incident.phase() == phase;
        }

        /** Returns true if the key was silent for too long before this event, and nobody told of it. */
        public boolean opensSilence() {
            return start.silent() && start.before() != null && !start.before().isSilenceTold();
        }

        /** Returns true if the key was silent for too long before this event. */
        public boolean closesSilence() {
            return start.silent();
        }

        /** Returns true if the event is older than the latest event of the key that its state has seen. */
        public boolean isLate() {
            KeyState resumed = start.resumed();
            return resumed != null && request.event().timestamp() < resumed.eventTime();
        }

        /** Returns the alerts as JSON, in their order. */
        public List<byte[]> alerts() {
            return alerts;
        }

        /** Returns the number of tokens of the text that the model did not see. */
        public int tokensCut() {
            return request.row().tokensCut();
        }

        /** Returns true if the event's item is not in the model's vocabulary. */
        public boolean isOfUnknownItem() {
            return request.row().isOfUnknownItem();
        }
    }

    /** The record goes to the dead letters. The key's state stays as it was. */
    record Rejected(Malformed malformed) implements Outcome {}

    /**
     * The key's state is deleted.
     *
     * @param alerts the alerts as JSON, in their order
     * @param hadState whether there was a state to delete
     */
    record Deleted(List<byte[]> alerts, boolean hadState) implements Outcome {}
}
