package io.sluice.engine;

import io.sluice.Internal;
import io.sluice.event.Malformed;
import io.sluice.score.Incident;
import io.sluice.state.KeyState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done with one record; everything that can fail was done when it was computed. */
@Internal
public sealed interface Outcome permits Outcome.Scored, Outcome.Rejected, Outcome.Deleted {

    /** The key's state goes on and a prediction is sent, with what is to be told on the alert topic. */
    final class Scored implements Outcome {
        private final KeyState state;
        private final byte[] prediction;
        private final @Nullable Incident incident;
        private final List<byte[]> alerts;

        Scored(KeyState state, byte[] prediction, @Nullable Incident incident, List<byte[]> alerts) {
            this.state = state;
            this.prediction = prediction;
            this.incident = incident;
            this.alerts = alerts;
        }

        public KeyState state() {
            return state;
        }

        public byte[] prediction() {
            return prediction;
        }

        @Nullable
        public Incident incident() {
            return incident;
        }

        public List<byte[]> alerts() {
            return alerts;
        }
    }

    /** The record goes to the dead letters, and the state is as if it had never been. */
    record Rejected(Malformed malformed) implements Outcome {}

    /** The key's state is deleted, with what is to be told on the alert topic. */
    record Deleted(List<byte[]> alerts) implements Outcome {}
}
