package io.sluice.cli.common;

import io.sluice.Internal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command end by itself when SIGTERM or SIGINT asks for it, with its own exit code instead of 143 or 130.
 *
 * <p>A command that serves waits for {@link #asked()}, closes what it opened and returns. The JVM is then halted with
 * the command's exit code, since a shutdown that a signal began cannot be given another. A command that does not ask is
 * ended by the signal as usual.
 */
@Internal
public final class StopSignal {
    private static final long PATIENCE_SECONDS = 60;

    private static final CompletableFuture<Void> ASKED = new CompletableFuture<>();
    private static final CompletableFuture<Integer> EXIT = new CompletableFuture<>();
    private static @Nullable Thread hook;

    private StopSignal() {}

    /** Completes when a signal asks the process to stop; from the first call on, signals wait for the command's end. */
    public static synchronized CompletableFuture<Void> asked() {
        if (hook == null) {
            hook = new Thread(StopSignal::stop, "stop-signal");
            Runtime.getRuntime().addShutdownHook(hook);
        }
        return ASKED;
    }

    /** The command's part that listens is over; a signal ends the process as usual again, unless one came already. */
    public static synchronized void forget() {
        if (hook != null && !ASKED.isDone()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
                hook = null;
            } catch (IllegalStateException shuttingDown) {
                ASKED.complete(null); // the signal came meanwhile, and its hook waits for the exit code
            }
        }
    }

    /** Tells the exit code with which the command ended. */
    public static void exiting(int code) {
        EXIT.complete(code);
    }

    private static void stop() {
        if (EXIT.isDone()) {
            return; // the program's own System.exit, which carries its code
        }
        ASKED.complete(null);
        int code = EXIT.completeOnTimeout(1, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        Runtime.getRuntime().halt(code);
    }
}
