package io.sluice.stream.log;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when the connection to the broker is lost, and when it is made again. */
final class OutageLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

    private enum Connection {
        NOT_MADE_YET,
        MADE,
        LOST
    }

    private final BooleanSupplier connected;
    private final String servers;
    private final LongSupplier clock;
    private Connection connection = Connection.NOT_MADE_YET;
    private long lost;

    /**
     * The log of a connection that is not made yet.
     *
     * @param servers the address of the broker, as the user gave it
     * @param clock gives the time in milliseconds
     */
    OutageLog(BooleanSupplier connected, String servers, LongSupplier clock) {
        this.connected = connected;
        this.servers = servers;
        this.clock = clock;
    }

    void check() {
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
}
