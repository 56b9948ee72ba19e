package io.sluice.cli.recovery;

import io.sluice.offline.recovery.RecoveryException;

/** Ends a wait that does not end by itself. */
final class Patience {
    private static final double LEAST_SECONDS = 300;

    /** A pipeline restores or processes more than that many keys a second, or something is wrong. */
    private static final double KEYS_A_SECOND = 2_000;

    private final RecoveryHost host;
    private final double seconds;
    private final long begin = System.nanoTime();

    /** @param keys the number of states */
    Patience(RecoveryHost host, int keys) {
        this.host = host;
        this.seconds = LEAST_SECONDS + keys / KEYS_A_SECOND;
    }

    /** Returns the time since the wait began. */
    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** @throws RecoveryException if the measurement must not go on */
    boolean isOver() {
        host.requireGoing();
        return seconds() > seconds;
    }
}
