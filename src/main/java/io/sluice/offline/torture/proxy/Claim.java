package io.sluice.offline.torture.proxy;

import java.time.Instant;
import org.apache.kafka.common.protocol.Errors;

/** A request and the fault that has met it. */
record Claim(Injection injection, Request request) {
    Fault fault() {
        return injection.fault();
    }

    Disturbance kind() {
        return fault().name().kind();
    }

    Errors error() {
        return fault().name().error();
    }

    /** The connection has ended before the fault took effect. */
    void giveBack() {
        injection.giveBack();
    }

    void tookEffect() {
        injection.add(new FaultEffect(Instant.now(), request.clientId()));
    }
}
