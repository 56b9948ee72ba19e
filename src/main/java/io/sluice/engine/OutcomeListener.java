package io.sluice.engine;

import io.sluice.event.Malformed;

/**
 * Hears of each outcome when it takes effect. It is called on a stream thread, so it must return quickly, and it must
 * be thread-safe. The commit comes later: after a failure the same record may take effect again.
 */
public interface OutcomeListener {
    /** A listener that ignores everything. */
    OutcomeListener NONE = new OutcomeListener() {
        @Override
        public void scored(InputRecord record, Outcome.Scored scored) {}

        @Override
        public void rejected(InputRecord record, Malformed malformed) {}

        @Override
        public void removed(String key, Removal why) {}
    };

    /** The reasons for which a key's state is removed. */
    enum Removal {
        /** A record without a value deleted the key. */
        DELETED,
        /** The time to live of the key's state was over. */
        EXPIRED
    }

    /** An event was scored: its prediction is sent, and its state is stored. The record is the scored topic's. */
    void scored(InputRecord record, Outcome.Scored scored);

    /**
     * A record was sent to the dead letters. It has the place and the key of its origin, not of a repartition topic.
     */
    void rejected(InputRecord record, Malformed malformed);

    /** The state of a key was removed. */
    void removed(String key, Removal why);
}
