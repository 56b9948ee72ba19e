package io.sluice.cli.soak;

import io.sluice.Internal;
import io.sluice.offline.soak.SoakException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What surrounds a soak.
 *
 * @param brokerAlive returns false as soon as the broker has ended
 * @param stop ends the soak before its end
 * @param told takes the lines for people
 */
@Internal
public record SoakHost(
        String bootstrapServers, BooleanSupplier brokerAlive, CompletableFuture<Void> stop, Consumer<String> told) {
    private static final long LOOK_MILLIS = 100;

    boolean isStopped() {
        return stop.isDone();
    }

    /** Waits for a moment, or until someone stops the soak. */
    void pause() throws InterruptedException {
        try {
            stop.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // nobody stops it
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stop never fails", e);
        }
    }

    /** @throws SoakException if the broker has ended */
    void requireBroker() {
        if (!brokerAlive.getAsBoolean()) {
            throw new SoakException("the broker ended; its messages are above");
        }
    }
}
