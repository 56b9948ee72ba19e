package io.sluice.offline.torture.proxy;

import java.util.Map;

/** What all clients of a test share. */
final class Clients {
    private Clients() {}

    /** Returns settings with short waits between two attempts. */
    static Map<String, Object> settings(String servers, String id) {
        return Map.of(
                "bootstrap.servers",
                servers,
                "client.id",
                id,
                "isolation.level",
                "read_committed",
                "enable.metrics.push",
                false,
                "retry.backoff.ms",
                20,
                "retry.backoff.max.ms",
                200,
                "reconnect.backoff.ms",
                20,
                "reconnect.backoff.max.ms",
                200);
    }
}
