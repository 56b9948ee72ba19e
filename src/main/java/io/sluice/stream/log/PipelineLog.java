package io.sluice.stream.log;

import io.sluice.Internal;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a pipeline from its start to its stop: its states and partitions, and once a second a look at restores,
 * outages, dead letters, late events, absent fields and unreadable states.
 */
@Internal
public final class PipelineLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineLog.class);

    private static final int LAST_LOOK_SECONDS = 2;

    private final StateLog states;
    private final RestoreLog restores = new RestoreLog(PipelineLog::now);
    private final OutageLog outages;
    private final DeadLetterLog deadLetters;
    private final LateEventLog lateEvents;
    private final AbsentFieldLog absentFields;
    private final UnreadableStateLog unreadableStates;
    private final ModelFailureLog modelFailures;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(PipelineLog::timerThread);
    private volatile boolean started;

    /**
     * The log of a pipeline that has not started.
     *
     * @param topics the topics that the scoring processor reads
     * @param servers the address of the broker, as the user gave it
     * @param connected returns true if there is a connection to the broker
     * @param waits the calls that wait for the broker
     * @param places the places of an event that are read
     * @param sample one of the events
     */
    public PipelineLog(
            KafkaStreams streams,
            Collection<String> topics,
            String servers,
            BooleanSupplier connected,
            BrokerWaits waits,
            Supplier<EventCounts> counts,
            ReadPlaces places,
            EventSample sample) {
        this.states = new StateLog(streams::metadataForLocalThreads, topics, PipelineLog::now);
        this.outages = new OutageLog(connected, waits, servers, PipelineLog::now);
        this.deadLetters = new DeadLetterLog(counts, PipelineLog::now);
        this.lateEvents = new LateEventLog(counts, PipelineLog::now);
        this.absentFields = new AbsentFieldLog(counts, places, sample);
        this.unreadableStates = new UnreadableStateLog(counts, PipelineLog::now);
        this.modelFailures = new ModelFailureLog(counts, PipelineLog::now);
        streams.setGlobalStateRestoreListener(restores);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static Thread timerThread(Runnable task) {
        Thread thread = new Thread(task, "sluice-log");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins the log. Before the start there is none, so an error of the start is the only line.
     *
     * @param warnings what was found before the start
     */
    public void start(List<String> warnings) {
        started = true;
        warnings.forEach(LOG::warn);
        var unused = timer.scheduleWithFixedDelay(this::check, 1, 1, TimeUnit.SECONDS);
    }

    /** Logs that the pipeline has come to another state. */
    public void state(KafkaStreams.State next, KafkaStreams.State before) {
        if (!started) {
            return;
        }
        if (next == KafkaStreams.State.RUNNING) {
            restores.check();
        }
        states.onChange(next, before);
    }

    private void check() {
        try {
            restores.check();
            outages.check();
            deadLetters.check();
            lateEvents.check();
            absentFields.check();
            unreadableStates.check();
            modelFailures.check();
        } catch (RuntimeException e) { // the timer would end without a word
            LOG.error("the log of the pipeline failed", e);
        }
    }

    /** Logs that the pipeline has stopped because it was asked to. */
    public void stopped() {
        if (started) {
            LOG.info("stopped");
        }
    }

    /** Looks for the last time and ends the regular looks. The states of the stop are still logged. */
    @Override
    public void close() {
        if (started && !timer.isShutdown()) {
            timer.execute(this::lastLook); // on its thread, which may be looking now
        }
        timer.shutdown();
        try {
            if (!timer.awaitTermination(LAST_LOOK_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the log of the pipeline did not end within {} s", LAST_LOOK_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lastLook() {
        absentFields.check();
        deadLetters.stop();
        lateEvents.stop();
        modelFailures.stop();
    }
}
