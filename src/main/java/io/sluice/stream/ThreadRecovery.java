package io.sluice.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows when a stream thread dies. After a timeout, a fencing or a corrupted task the thread is
 * replaced, at most {@value #LIMIT} times in ten minutes. After anything else, such as a bug, the application stops.
 */
final class ThreadRecovery implements StreamsUncaughtExceptionHandler {
    static final int LIMIT = 5;
    private static final long WINDOW = Duration.ofMinutes(10).toMillis();

    private final LongSupplier clock;
    private final Deque<Long> replacements = new ArrayDeque<>();
    private @Nullable Throwable failure;

    /**
     * A recovery without replacements so far.
     *
     * @param clock gives the time in milliseconds
     */
    ThreadRecovery(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable thrown) {
        long now = clock.getAsLong();
        while (!replacements.isEmpty() && now - replacements.getFirst() > WINDOW) {
            replacements.removeFirst();
        }
        if (isPassing(thrown) && replacements.size() < LIMIT) {
            replacements.addLast(now);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (failure == null) {
            failure = thrown;
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Returns the exception that stopped the application; null if nothing did. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    private static boolean isPassing(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof TransactionAbortableException
                    || cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof TaskCorruptedException
                    || cause instanceof TaskMigratedException) {
                return true;
            }
        }
        return false;
    }
}
