package io.sluice.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests and logins with a wrong token, and warns of them at most once a minute: somebody may be guessing.
 *
 * <p>Requests are not limited. A limit for all clients together would let a stranger lock out those that have the
 * token, and the clients behind a proxy share an address. The smallest length of a token protects it.
 */
final class WrongTokens {
    static final String METER = "sluice.http.wrong.tokens";

    private static final Logger LOG = LoggerFactory.getLogger(WrongTokens.class);
    private static final long PAUSE = Duration.ofMinutes(1).toMillis();

    private final Counter counter;
    private final LongSupplier clock;
    private long unsaid;
    private long nextWarning = Long.MIN_VALUE;

    /** @param clock returns the present time in milliseconds since the epoch */
    WrongTokens(MeterRegistry registry, LongSupplier clock) {
        this.counter = Counter.builder(METER)
                .description("Requests to the API and logins with a wrong token")
                .register(registry);
        this.clock = clock;
    }

    /** @param client the address of the client */
    synchronized void add(String client) {
        counter.increment();
        unsaid++;
        long now = clock.getAsLong();
        if (now >= nextWarning) {
            LOG.warn(
                    "{} with a wrong token since the last such warning, the latest from {}; somebody may be guessing"
                            + " the token of sluice.http.token, or a client has an old one",
                    unsaid == 1 ? "1 request" : unsaid + " requests",
                    client);
            unsaid = 0;
            nextWarning = now + PAUSE;
        }
    }
}
