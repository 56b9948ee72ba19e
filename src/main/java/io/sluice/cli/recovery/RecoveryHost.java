package io.sluice.cli.recovery;

import io.sluice.Internal;
import io.sluice.offline.recovery.RecoveryException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What surrounds a measurement.
 *
 * @param brokerAlive returns false as soon as the broker has ended
 * @param stop ends the measurement before its end
 * @param told takes the lines for people
 */
@Internal
public record RecoveryHost(BooleanSupplier brokerAlive, CompletableFuture<Void> stop, Consumer<String> told) {
    /** @throws RecoveryException if the measurement must not go on */
    void requireGoing() {
        if (stop.isDone()) {
            throw new RecoveryException("the measurement was stopped");
        }
        if (!brokerAlive.getAsBoolean()) {
            throw new RecoveryException("the broker ended; its messages are above");
        }
    }
}
