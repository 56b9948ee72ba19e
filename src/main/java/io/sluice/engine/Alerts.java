package io.sluice.engine;

import io.sluice.score.Verdict;
import io.sluice.state.KeyState;
import java.util.List;

/** The alerts that follow from a record or from an expiry: an incident opened or closed. Each one is JSON. */
interface Alerts {
    /** The alerts of a pipeline without an alert topic. */
    Alerts NONE = new Alerts() {
        @Override
        public List<byte[]> scored(PendingRecord pending, long step, Verdict verdict) {
            return List.of();
        }

        @Override
        public List<byte[]> deleted(PendingRecord pending) {
            return List.of();
        }

        @Override
        public List<byte[]> expired(String key, KeyState state) {
            return List.of();
        }

        @Override
        public byte[] silent(String key, KeyState state) {
            throw new IllegalStateException("no key is silent without a topic of alerts");
        }
    };

    /**
     * Returns the alerts of a scored event, in their order. If the key abandons a state with an open incident, the
     * first alert closes that incident.
     */
    List<byte[]> scored(PendingRecord pending, long step, Verdict verdict);

    /** Returns the alerts of a record that deletes its key. */
    List<byte[]> deleted(PendingRecord pending);

    /** Returns the alerts of a key that is removed because it has expired. */
    List<byte[]> expired(String key, KeyState state);

    /** Returns the alert of a key that has sent no event for too long. */
    byte[] silent(String key, KeyState state);
}
