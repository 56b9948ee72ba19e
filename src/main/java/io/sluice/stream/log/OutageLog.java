package io.sluice.stream.log;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when the connection to the broker is lost or silent, and when that ends. */
final class OutageLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

    /** Longer than any answer of a healthy broker, and much shorter than {@code max.block.ms} (60 s). */
    private static final long SILENCE_MILLIS = 10_000;

    /**
     * Longer than a call that is tried again after it has timed out takes to be silent again. The flush before it can
     * end at once although nobody answers, so a short call is no answer.
     */
    private static final long NO_SILENCE_MILLIS = 15_000;

    private enum Connection {
        NOT_MADE_YET,
        MADE,
        LOST
    }

    private final BooleanSupplier connected;
    private final BrokerWaits waits;
    private final String servers;
    private final LongSupplier clock;
    private Connection connection = Connection.NOT_MADE_YET;
    private long lost;
    private boolean silent;
    private long silentSince;
    private long silentUntil;

    /**
     * The log of a connection that is not made yet.
     *
     * @param servers the address of the broker, as the user gave it
     * @param clock gives the time in milliseconds, and never goes back
     */
    OutageLog(BooleanSupplier connected, BrokerWaits waits, String servers, LongSupplier clock) {
        this.connected = connected;
        this.waits = waits;
        this.servers = servers;
        this.clock = clock;
    }

    void check() {
        checkConnection();
        checkAnswers();
    }

    private void checkConnection() {
        boolean made = connected.getAsBoolean();
        if (!made && connection == Connection.MADE) {
            connection = Connection.LOST;
            lost = clock.getAsLong();
            LOG.warn("lost the connection to the broker at {}", servers);
        } else if (made && connection == Connection.LOST) {
            LOG.info("connected to the broker again after {}", new Elapsed(clock.getAsLong() - lost));
        }
        connection = made ? Connection.MADE : connection;
    }

    private void checkAnswers() {
        long wait = waits.longestMillis();
        long now = clock.getAsLong();
        if (wait >= SILENCE_MILLIS) {
            silentUntil = now;
            warnOnce(now, wait);
        } else if (silent && now - silentUntil >= NO_SILENCE_MILLIS) {
            LOG.info("the wait for the broker ended after {}", new Elapsed(silentUntil - silentSince));
            silent = false;
        }
    }

    private void warnOnce(long now, long wait) {
        if (!silent && connection == Connection.MADE) {
            LOG.warn(
                    "the broker at {} is connected, but has let a producer wait for {}; events wait, too",
                    servers,
                    new Elapsed(wait));
            silent = true;
            silentSince = now - wait;
        }
    }
}
