package io.sluice.cli.common;

import io.sluice.Internal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command finish normally after SIGTERM or SIGINT, with its own exit code instead of 143 or 130.
 *
 * <p>A command that serves waits for {@link #requested()}, closes its resources and returns. The shutdown hook then
 * halts the JVM with the command's exit code, because a shutdown that a signal has begun cannot get another exit code.
 * A signal ends a command that never calls {@link #requested()} in the usual way.
 */
@Internal
public final class StopSignal {
    private static final long TIMEOUT_SECONDS = 60;
    private static final long ARRIVAL_SECONDS = 2;

    private static final CompletableFuture<Void> REQUESTED = new CompletableFuture<>();
    private static final CompletableFuture<Integer> EXIT = new CompletableFuture<>();
    private static @Nullable Thread hook;

    private StopSignal() {}

    /**
     * Returns a future that completes when a signal asks the process to stop. From the first call on, the process ends
     * only after the command has ended.
     */
    public static synchronized CompletableFuture<Void> requested() {
        if (hook == null) {
            hook = new Thread(StopSignal::stop, "stop-signal");
            Runtime.getRuntime().addShutdownHook(hook);
        }
        return REQUESTED;
    }

    /**
     * Returns true if a signal asks the process to stop. Waits for a moment, because Ctrl-C reaches child processes,
     * too, and they may end before this process knows of it.
     */
    public static boolean isRequestedSoon() {
        return REQUESTED
                .thenApply(done -> true)
                .completeOnTimeout(false, ARRIVAL_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Restores the usual effect of signals. Has no effect if a signal has already arrived. */
    public static synchronized void release() {
        if (hook != null && !REQUESTED.isDone()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
                hook = null;
            } catch (IllegalStateException e) {
                REQUESTED.complete(null); // a signal has just arrived, and the hook waits for the exit code
            }
        }
    }

    /** Announces the exit code of the command to the shutdown hook. */
    public static void exiting(int code) {
        EXIT.complete(code);
    }

    private static void stop() {
        if (EXIT.isDone()) {
            return; // the program called System.exit, which has its own code
        }
        REQUESTED.complete(null);
        int code = EXIT.completeOnTimeout(1, TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        Runtime.getRuntime().halt(code);
    }
}
