package io.sluice.stream.log;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the states of a pipeline, and after each rebalance the partitions that it scores. */
final class StateLog implements KafkaStreams.StateListener {
    private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);

    private final Supplier<? extends Collection<ThreadMetadata>> threads;
    private final Collection<String> topics;
    private final LongSupplier clock;
    private SortedSet<Integer> scored = Collections.emptySortedSet();
    private SortedSet<Integer> copied = Collections.emptySortedSet();
    private long since;

    /**
     * The log of a pipeline that has not started.
     *
     * @param topics the topics that the scoring processor reads
     * @param clock gives the time in milliseconds
     */
    StateLog(Supplier<? extends Collection<ThreadMetadata>> threads, Collection<String> topics, LongSupplier clock) {
        this.threads = threads;
        this.topics = topics;
        this.clock = clock;
        this.since = clock.getAsLong();
    }

    @Override
    public synchronized void onChange(KafkaStreams.State next, KafkaStreams.State before) {
        long now = clock.getAsLong();
        LOG.info("state {} after {} of {}", next, new Elapsed(now - since), before);
        since = now;
        if (next == KafkaStreams.State.RUNNING) {
            assigned();
        }
    }

    private void assigned() {
        SortedSet<Integer> active = new TreeSet<>();
        SortedSet<Integer> standby = new TreeSet<>();
        for (ThreadMetadata thread : threads.get()) {
            thread.activeTasks().forEach(task -> addScored(task, active));
            thread.standbyTasks().forEach(task -> addScored(task, standby));
        }
        LOG.info("scores {}{}", partitions(active), change(scored, active));
        if (!standby.isEmpty() || !copied.isEmpty()) {
            LOG.info("keeps copies of the states of {}{}", partitions(standby), change(copied, standby));
        }
        scored = active;
        copied = standby;
    }

    private void addScored(TaskMetadata task, Collection<Integer> partitions) {
        task.topicPartitions().stream()
                .filter(partition -> topics.contains(partition.topic()))
                .map(TopicPartition::partition)
                .forEach(partitions::add);
    }

    private static String partitions(SortedSet<Integer> numbers) {
        return numbers.isEmpty() ? "no partitions" : "partitions " + ranges(numbers);
    }

    /** Writes what was gained and lost: {@code (gained 0-3, lost 7)}; nothing if the partitions are the same. */
    private static String change(SortedSet<Integer> before, SortedSet<Integer> now) {
        String gained = named("gained ", difference(now, before));
        String lost = named("lost ", difference(before, now));
        String both = gained + (gained.isEmpty() || lost.isEmpty() ? "" : ", ") + lost;
        return both.isEmpty() ? "" : " (" + both + ")";
    }

    private static String named(String name, SortedSet<Integer> numbers) {
        return numbers.isEmpty() ? "" : name + ranges(numbers);
    }

    private static SortedSet<Integer> difference(Collection<Integer> some, Collection<Integer> others) {
        SortedSet<Integer> difference = new TreeSet<>(some);
        difference.removeAll(others);
        return difference;
    }

    /** Writes numbers as ranges: {@code 0-3, 7}. */
    private static String ranges(SortedSet<Integer> numbers) {
        StringBuilder ranges = new StringBuilder();
        for (int number : numbers) {
            if (numbers.contains(number - 1)) {
                continue;
            }
            int last = number;
            while (numbers.contains(last + 1)) {
                last++;
            }
            ranges.append(ranges.isEmpty() ? "" : ", ").append(number).append(last == number ? "" : "-" + last);
        }
        return ranges.toString();
    }
}
