package io.sluice.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.stream.log.PacedCount;
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

    private final Counter counter;
    private final PacedCount warned;

    /** @param clock gives the time in milliseconds */
    WrongTokens(MeterRegistry registry, LongSupplier clock) {
        this.counter = Counter.builder(METER)
                .description("Requests to the API and logins with a wrong token")
                .register(registry);
        this.warned = new PacedCount(clock);
    }

    /** @param client the address of the client */
    synchronized void add(String client) {
        counter.increment();
        long unsaid = warned.due((long) counter.count());
        if (unsaid > 0) {
            LOG.warn(
                    "{} with a wrong token since the last such warning, the latest from {}; somebody may be guessing"
                            + " the token of sluice.http.token, or a client has an old one",
                    unsaid == 1 ? "1 request" : unsaid + " requests",
                    client);
        }
    }
}
