package io.sluice.engine;

import io.sluice.Internal;
import io.sluice.score.Verdict;
import io.sluice.state.KeyState;
import java.util.List;

/** What subscribers of the alert topic are told: that an incident opened or closed. */
@Internal
public interface Alerts {
    /** Where nobody asked for alerts. */
    Alerts NONE = new Alerts() {
        @Override
        public List<byte[]> scored(String key, PendingRecord ahead, long step, Verdict verdict) {
            return List.of();
        }

        @Override
        public List<byte[]> deleted(String key, PendingRecord ahead) {
            return List.of();
        }

        @Override
        public List<byte[]> expired(String key, KeyState state) {
            return List.of();
        }
    };

    /**
     * The alerts of an event, in their order: an incident that was open in a state which the key does not go on from is
     * closed first.
     */
    List<byte[]> scored(String key, PendingRecord ahead, long step, Verdict verdict);

    /** The alerts of a record that deletes its key. */
    List<byte[]> deleted(String key, PendingRecord ahead);

    /** The alerts of a key that is removed as it has expired. */
    List<byte[]> expired(String key, KeyState state);
}
