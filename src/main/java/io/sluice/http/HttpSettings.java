package io.sluice.http;

import org.jspecify.annotations.Nullable;

/**
 * The settings of the HTTP endpoint.
 *
 * @param host the address to serve
 * @param port a port, or 0 for any free port
 * @param token the bearer token of the API; null if there is none
 * @param payloads whether the API shows texts of events and values of dead letters
 * @param simulated whether the events are those of a simulation
 */
public record HttpSettings(String host, int port, @Nullable String token, boolean payloads, boolean simulated) {
    /** Settings of a loopback address without a token. */
    public static HttpSettings of(String host, int port) {
        return new HttpSettings(host, port, null, false, false);
    }

    /** Returns these settings with another port. */
    public HttpSettings withPort(int other) {
        return new HttpSettings(host, other, token, payloads, simulated);
    }
}
