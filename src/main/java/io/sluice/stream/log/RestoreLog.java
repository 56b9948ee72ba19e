package io.sluice.stream.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when states are restored from their changelog: the begin, the progress every 10 s, and the end. Partitions that
 * are restored together or shortly after one another are one restore. Says nothing of a restore without records: after
 * a clean stop, a changelog has only the end of a transaction left.
 *
 * <p>Thread-safe: each stream thread restores its own tasks.
 */
final class RestoreLog implements StateRestoreListener {
    static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(RestoreLog.class);

    private final LongSupplier clock;

    /** The partitions of the restore that is going on. Those that are finished stay until its end is logged. */
    private final Map<TopicPartition, Restore> together = new HashMap<>();

    private long begin;
    private long latestEnd;
    private long nextReport;

    /** The offsets of a partition: where the restore began, where it is, and where it will end. */
    private static final class Restore {
        private final long first;
        private final long end;
        private long next;
        private long records;
        private boolean finished;

        Restore(long first, long end) {
            this.first = first;
            this.end = end;
            this.next = first;
        }

        long size() {
            return end - first;
        }

        long done() {
            return finished ? size() : Math.min(next, end) - first;
        }
    }

    /** @param clock gives the time in milliseconds */
    RestoreLog(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void onRestoreStart(TopicPartition changelog, String store, long first, long end) {
        if (first >= end) {
            return;
        }
        if (together.isEmpty()) {
            begin = clock.getAsLong();
            nextReport = begin + INTERVAL.toMillis();
        }
        together.put(changelog, new Restore(first, end));
    }

    @Override
    public synchronized void onBatchRestored(TopicPartition changelog, String store, long last, long count) {
        Restore restore = together.get(changelog);
        if (restore == null) {
            return;
        }
        if (records() == 0 && count > 0) {
            LOG.info("begins to restore states from {}", changelog.topic());
        }
        restore.next = last + 1;
        restore.records += count;
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition changelog, String store, long count) {
        finish(together.get(changelog));
    }

    /** Another instance takes the partition over. */
    @Override
    public synchronized void onRestoreSuspended(TopicPartition changelog, String store, long count) {
        finish(together.get(changelog));
    }

    private void finish(@Nullable Restore restore) {
        if (restore != null) {
            restore.finished = true;
            latestEnd = clock.getAsLong();
        }
    }

    /** Reports the end if all partitions are finished, and the progress if it is time to. */
    synchronized void check() {
        if (together.isEmpty()) {
            return;
        }
        if (restores().stream().allMatch(restore -> restore.finished)) {
            reportEnd();
            together.clear();
        } else if (records() > 0 && clock.getAsLong() >= nextReport) {
            nextReport = clock.getAsLong() + INTERVAL.toMillis();
            LOG.info(
                    "restored {} % of {} partitions in {}: {} records",
                    100 * sum(Restore::done) / sum(Restore::size),
                    together.size(),
                    new Elapsed(clock.getAsLong() - begin),
                    records());
        }
    }

    private void reportEnd() {
        if (records() > 0) {
            LOG.info(
                    "restored {} records of {} partitions in {}",
                    records(),
                    together.size(),
                    new Elapsed(latestEnd - begin));
        }
    }

    private long records() {
        return sum(restore -> restore.records);
    }

    private long sum(ToLongFunction<Restore> of) {
        return restores().stream().mapToLong(of).sum();
    }

    private Collection<Restore> restores() {
        return together.values();
    }
}
