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
 * What happens when a stream thread dies: it is replaced after a timeout, a fencing or a corrupted task, at most
 * {@value #LIMIT} times in ten minutes; after anything else, a bug among them, the application stops.
 */
final class ThreadRecovery implements StreamsUncaughtExceptionHandler {
    static final int LIMIT = 5;
    private static final long WINDOW = Duration.ofMinutes(10).toMillis();

    private final LongSupplier clock;
    private final Deque<Long> replacements = new ArrayDeque<>();
    private @Nullable Throwable failure;

    /** Counts replacements by a clock of milliseconds. */
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

    /** What the application stopped at; null where it did not. */
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
