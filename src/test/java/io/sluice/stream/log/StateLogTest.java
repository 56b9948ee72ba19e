package io.sluice.stream.log;

import static org.apache.kafka.streams.KafkaStreams.State.CREATED;
import static org.apache.kafka.streams.KafkaStreams.State.NOT_RUNNING;
import static org.apache.kafka.streams.KafkaStreams.State.PENDING_SHUTDOWN;
import static org.apache.kafka.streams.KafkaStreams.State.REBALANCING;
import static org.apache.kafka.streams.KafkaStreams.State.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.TaskMetadataImpl;
import org.apache.kafka.streams.processor.internals.ThreadMetadataImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateLogTest {
    private final CapturedLog captured = new CapturedLog(StateLog.class.getName());
    private List<ThreadMetadata> threads = List.of();
    private long clock = 5_000;
    private final StateLog log = new StateLog(() -> threads, List.of("events", "more-events"), () -> clock);

    @AfterEach
    void close() {
        captured.close();
    }

    private void change(KafkaStreams.State before, KafkaStreams.State next, long afterMillis) {
        clock += afterMillis;
        log.onChange(next, before);
    }

    /** Runs again with other partitions and returns the lines after the state. */
    private List<String> rebalanced(ThreadMetadata... now) {
        int before = captured.lines().size();
        threads = List.of(now);
        change(REBALANCING, RUNNING, 0);
        return captured.lines().subList(before + 1, captured.lines().size());
    }

    private static ThreadMetadata thread(Set<TaskMetadata> active, Set<TaskMetadata> standby) {
        return new ThreadMetadataImpl("thread", "RUNNING", "main", "restore", "producer", "admin", active, standby);
    }

    private static Set<TaskMetadata> tasks(String topic, Integer... partitions) {
        return Arrays.stream(partitions)
                .map(partition -> task(Set.of(new TopicPartition(topic, partition))))
                .collect(Collectors.toSet());
    }

    private static TaskMetadata task(Set<TopicPartition> partitions) {
        int number = partitions.iterator().next().partition();
        return new TaskMetadataImpl(new TaskId(0, number), partitions, Map.of(), Map.of(), Optional.empty());
    }

    @Test
    void eachStateIsLoggedWithTheTimeOfTheOneBefore() {
        change(CREATED, REBALANCING, 100);
        change(REBALANCING, RUNNING, 5_230);
        change(RUNNING, PENDING_SHUTDOWN, 60_000);
        change(PENDING_SHUTDOWN, NOT_RUNNING, 300);
        assertThat(captured.lines())
                .containsExactly(
                        "INFO state REBALANCING after 0.1 s of CREATED",
                        "INFO state RUNNING after 5.2 s of REBALANCING",
                        "INFO scores no partitions",
                        "INFO state PENDING_SHUTDOWN after 60.0 s of RUNNING",
                        "INFO state NOT_RUNNING after 0.3 s of PENDING_SHUTDOWN");
    }

    @Test
    void thePartitionsOfAllThreadsComeAsRangesWithThoseGainedAndLost() {
        assertThat(rebalanced(
                        thread(tasks("events", 0, 2, 3), Set.of()), thread(tasks("events", 1, 7, 10, 9), Set.of())))
                .containsExactly("INFO scores partitions 0-3, 7, 9-10 (gained 0-3, 7, 9-10)");
        assertThat(rebalanced(thread(tasks("events", 1, 2, 4), Set.of())))
                .containsExactly("INFO scores partitions 1-2, 4 (gained 4, lost 0, 3, 7, 9-10)");
        assertThat(rebalanced(thread(tasks("events", 1, 2, 4), Set.of())))
                .containsExactly("INFO scores partitions 1-2, 4");
        assertThat(rebalanced(thread(tasks("events", 1), Set.of())))
                .containsExactly("INFO scores partitions 1 (lost 2, 4)");
        assertThat(rebalanced()).containsExactly("INFO scores no partitions (lost 1)");
    }

    @Test
    void copiesOfStatesAreLoggedWhileThereAreSome() {
        assertThat(rebalanced(thread(tasks("events", 0), tasks("events", 2, 3))))
                .containsExactly(
                        "INFO scores partitions 0 (gained 0)",
                        "INFO keeps copies of the states of partitions 2-3 (gained 2-3)");
        assertThat(rebalanced(thread(tasks("events", 0, 2), Set.of())))
                .containsExactly(
                        "INFO scores partitions 0, 2 (gained 2)",
                        "INFO keeps copies of the states of no partitions (lost 2-3)");
        assertThat(rebalanced(thread(tasks("events", 0, 2), Set.of()))).containsExactly("INFO scores partitions 0, 2");
    }

    @Test
    void aTaskOfSeveralTopicsCountsOnceAndOneThatOnlyKeysEventsDoesNot() {
        TaskMetadata both = task(Set.of(new TopicPartition("events", 5), new TopicPartition("more-events", 5)));
        assertThat(rebalanced(thread(Set.of(both), Set.of()), thread(tasks("readings", 8), Set.of())))
                .containsExactly("INFO scores partitions 5 (gained 5)");
    }
}
