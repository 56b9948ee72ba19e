package io.sluice.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a stream thread ends by an exception. After a failure that lasts, such as a bug, the
 * application stops. After any other one, another thread takes its place.
 *
 * <p>The thread ends at once: it closes its tasks, aborts its transaction and leaves its group, so that other threads
 * take over its partitions. The new thread starts after a wait ({@link FailureWaves}), from a timer. The dying thread
 * must not wait itself: its consumer would stay in the group, and every rebalance would wait for it. Kafka Streams' own
 * {@code REPLACE_THREAD} is not used for the same reason: a thread that it replaces does not leave its group, so each
 * rebalance takes {@code session.timeout.ms}.
 *
 * <p>Thread-safe.
 */
final class ThreadRecovery implements StreamsUncaughtExceptionHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadRecovery.class);

    /** Frequent causes. Their counters begin at 0, so that monitoring sees the first replacement as an increase. */
    private static final List<Class<? extends Exception>> FREQUENT = List.of(
            TimeoutException.class,
            ProducerFencedException.class,
            InvalidProducerEpochException.class,
            ProcessorStateException.class);

    private final Supplier<Optional<String>> starter;
    private final MeterRegistry registry;
    private final LongSupplier clock;
    private final FailureWaves waves = new FailureWaves();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, ThreadRecovery::timerThread);
    private int missing;
    private @Nullable Throwable failure;

    /**
     * A recovery without failures so far.
     *
     * @param starter starts another stream thread and returns its name; nothing if the application is closing
     * @param clock gives the time in milliseconds
     */
    ThreadRecovery(Supplier<Optional<String>> starter, MeterRegistry registry, LongSupplier clock) {
        this.starter = starter;
        this.registry = registry;
        this.clock = clock;
        FREQUENT.forEach(cause -> replaced(registry, cause.getSimpleName()));
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread timerThread(Runnable task) {
        Thread thread = new Thread(task, "sluice-thread-recovery");
        thread.setDaemon(true);
        return thread;
    }

    /** Called by the thread that ends. It ends without a response if another one shall replace it. */
    @Override
    public StreamThreadExceptionResponse handle(Throwable thrown) {
        if (stops(thrown)) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        // Threads that Kafka Streams adds later have no handler, and the JVM would print the exception.
        Thread.currentThread().setUncaughtExceptionHandler((thread, exception) -> {});
        throw thrown instanceof RuntimeException exception ? exception : new StreamsException(thrown);
    }

    private synchronized boolean stops(Throwable thrown) {
        ThreadFailure ended = new ThreadFailure(thrown);
        String thread = Thread.currentThread().getName();
        if (timer.isShutdown()) { // the application is closing, and all threads end
            LOG.warn(
                    "{} ended while the pipeline stopped: {}; the next start processes its uncommitted events again",
                    shortName(thread),
                    ended.reason());
            return false;
        }
        Duration wait = waves.ended(thread, clock.getAsLong());
        if (ended.isLasting() || (ended.isOfStore() && waves.exceedsStoreLimit(clock.getAsLong()))) {
            failure = failure == null ? thrown : failure;
            LOG.warn(
                    "{} ended: {}; the pipeline stops, because another thread would fail, too",
                    shortName(thread),
                    ended.reason());
            return true;
        }
        replaced(registry, ended.kind()).increment();
        LOG.warn(
                "{} ended: {}; another thread starts in its place in {} s",
                shortName(thread),
                ended.reason(),
                wait.toSeconds());
        missing++;
        startAfter(wait);
        return false;
    }

    /** Takes a failure that no thread has noticed, because of which the application stops. */
    synchronized void stopped(Throwable thrown) {
        if (!timer.isShutdown() && failure == null) {
            failure = thrown;
            LOG.warn("the pipeline stops: {}", thrown.getMessage());
        }
    }

    private static Counter replaced(MeterRegistry registry, String cause) {
        return Counter.builder("sluice.threads.replaced")
                .description("Stream threads that ended by a failure and were replaced, by its kind")
                .tag("cause", cause)
                .register(registry);
    }

    private void startAfter(Duration wait) {
        var unused = timer.schedule(this::start, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void start() {
        try {
            starter.get().ifPresent(this::started);
        } catch (RuntimeException e) { // for example, if the name of the broker cannot be resolved
            failedToStart(e);
        }
    }

    private synchronized void started(String thread) {
        waves.replaced(thread);
        missing--;
        LOG.info("{} starts in the place of a thread that ended", shortName(thread));
    }

    private synchronized void failedToStart(RuntimeException thrown) {
        if (timer.isShutdown()) {
            return;
        }
        String thread = Thread.currentThread().getName();
        waves.replaced(thread);
        Duration wait = waves.ended(thread, clock.getAsLong());
        LOG.warn(
                "no stream thread started: {}; next try in {} s", new ThreadFailure(thrown).reason(), wait.toSeconds());
        startAfter(wait);
    }

    private static String shortName(String thread) {
        return thread.substring(Math.max(0, thread.lastIndexOf("StreamThread-")));
    }

    /** Returns true if a thread has ended and is not replaced yet. */
    synchronized boolean isWaiting() {
        return missing > 0;
    }

    /** Returns the exception that stopped the application; null if nothing did. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** Ends all waits without new threads. */
    @Override
    public synchronized void close() {
        timer.shutdown();
    }
}
