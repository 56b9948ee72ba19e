package io.sluice.offline.torture.proxy;

import java.time.Instant;

/**
 * A request that a fault disturbed.
 *
 * @param at the time when the error was sent, the request was forwarded late, or the connection was closed
 * @param clientId the id of the client that sent the request; empty if it has none
 */
public record FaultEffect(Instant at, String clientId) {}
