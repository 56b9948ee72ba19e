package io.sluice.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestoreLogTest {
    private static final String STORE = "key-state";
    private static final TopicPartition FIRST = new TopicPartition("changelog", 0);
    private static final TopicPartition SECOND = new TopicPartition("changelog", 1);
    private static final TopicPartition EMPTY = new TopicPartition("changelog", 2);

    private final CapturedLog captured = new CapturedLog(RestoreLog.class.getName());
    private long clock = 5_000;
    private final RestoreLog log = new RestoreLog(() -> clock);

    @AfterEach
    void close() {
        captured.close();
    }

    /** Restores all records of a partition that begins at offset 0. */
    private void restored(TopicPartition partition, long records) {
        log.onBatchRestored(partition, STORE, records - 1, records);
        log.onRestoreEnd(partition, STORE, records);
    }

    @Test
    void theBeginTheProgressAndTheEndAreOfAllPartitionsTogether() {
        log.onRestoreStart(FIRST, STORE, 100, 200);
        log.onRestoreStart(SECOND, STORE, 0, 300);
        log.onBatchRestored(FIRST, STORE, 149, 10); // compaction has removed the others
        assertThat(captured.lines()).containsExactly("INFO begins to restore states from changelog");

        log.onBatchRestored(FIRST, STORE, 199, 50);
        log.onRestoreEnd(FIRST, STORE, 60);
        log.onBatchRestored(SECOND, STORE, 59, 50);
        clock += 9_999;
        log.check();
        assertThat(captured.lines()).as("before 10 s").hasSize(1);

        clock += 1;
        log.check();
        log.check();
        assertThat(captured.lines()).element(1).isEqualTo("INFO restored 40 % of 2 partitions in 10.0 s: 110 records");
        assertThat(captured.lines()).as("once in 10 s").hasSize(2);

        clock += 2_500;
        log.onBatchRestored(SECOND, STORE, 299, 240);
        log.onRestoreEnd(SECOND, STORE, 290);
        clock += 700; // until the next look
        log.check();
        assertThat(captured.lines()).element(2).isEqualTo("INFO restored 350 records of 2 partitions in 12.5 s");

        clock += 60_000;
        log.check();
        assertThat(captured.lines()).as("after the end").hasSize(3);
    }

    @Test
    void partitionsWithNothingToRestoreAreSilent() {
        log.onRestoreStart(EMPTY, STORE, 7, 7);
        clock += 60_000;
        log.check();
        log.onRestoreEnd(EMPTY, STORE, 0);
        log.check();
        assertThat(captured.lines()).isEmpty();

        log.onRestoreStart(FIRST, STORE, 0, 10);
        log.onRestoreStart(EMPTY, STORE, 7, 7);
        log.onBatchRestored(EMPTY, STORE, 6, 0);
        log.onRestoreEnd(EMPTY, STORE, 0);
        restored(FIRST, 10);
        log.check();
        assertThat(captured.lines())
                .containsExactly(
                        "INFO begins to restore states from changelog",
                        "INFO restored 10 records of 1 partitions in 0.0 s");
    }

    @Test
    void theMarkOfACommitIsNothingToRestore() {
        log.onRestoreStart(FIRST, STORE, 41, 42);
        log.onBatchRestored(FIRST, STORE, 41, 0);
        log.onRestoreEnd(FIRST, STORE, 0);
        log.check();
        assertThat(captured.lines()).isEmpty();
    }

    @Test
    void aPartitionThatAnotherInstanceTakesOverDoesNotHoldBackTheEnd() {
        log.onRestoreStart(FIRST, STORE, 0, 10);
        log.onRestoreStart(SECOND, STORE, 0, 10);
        restored(FIRST, 10);
        log.onRestoreSuspended(SECOND, STORE, 0);
        log.check();
        assertThat(captured.lines()).element(1).isEqualTo("INFO restored 10 records of 2 partitions in 0.0 s");
    }

    @Test
    void partitionsThatFollowOneAnotherBetweenTwoLooksAreOneRestore() {
        log.onRestoreStart(FIRST, STORE, 0, 9);
        restored(FIRST, 9);
        clock += 100;
        log.onRestoreStart(SECOND, STORE, 0, 11);
        log.onBatchRestored(SECOND, STORE, 10, 11);
        clock += 100;
        log.onRestoreEnd(SECOND, STORE, 11);
        log.check();
        assertThat(captured.lines())
                .containsExactly(
                        "INFO begins to restore states from changelog",
                        "INFO restored 20 records of 2 partitions in 0.2 s");
    }

    @Test
    void aLaterRestoreBeginsAnew() {
        log.onRestoreStart(FIRST, STORE, 0, 10);
        restored(FIRST, 10);
        log.check();
        clock += 100_000;
        log.onRestoreStart(SECOND, STORE, 0, 5);
        clock += 1_000;
        restored(SECOND, 5);
        log.check();
        assertThat(captured.lines())
                .endsWith(
                        "INFO begins to restore states from changelog",
                        "INFO restored 5 records of 1 partitions in 1.0 s");
    }
}
