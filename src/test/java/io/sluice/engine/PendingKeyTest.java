package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.model.StepBatch;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PendingKeyTest {
    private static final ResumePolicy POLICY = new ResumePolicy(7, 4, 0, 0, ResumePolicy.Mismatch.RESET);

    private long offset;

    private PendingRecord event() {
        return pending(new Request.Score("k", new NumericEvent(0, 1), new NoRow(), false));
    }

    private PendingRecord deletion() {
        return pending(new Request.Delete("k"));
    }

    private PendingRecord pending(Request request) {
        InputRecord record = new InputRecord(
                new TopicPartition("events", 0), offset++, 0, new byte[] {'k'}, null, new RecordHeaders());
        return new PendingRecord(record, request, 0);
    }

    private record NoRow() implements InputRows.Row {
        @Override
        public void fill(StepBatch batch, int row, long gapMillis) {}
    }

    private static KeyState state(long steps) {
        return KeyState.create(7, steps, 0, 0, 0, 4);
    }

    private static void score(PendingRecord pending, KeyState state) {
        pending.conclude(new Outcome.Scored(state, new byte[0], null, List.of(), pending.score()));
    }

    private static void delete(PendingRecord pending) {
        pending.conclude(new Outcome.Deleted(List.of()));
    }

    @Test
    void eachEventStartsFromTheStateThatTheOneBeforeItLeft() {
        KeyState stored = state(4);
        PendingKey key = new PendingKey("k", stored);
        PendingRecord first = event();
        PendingRecord second = event();
        key.add(first);
        key.add(second);
        assertThat(key.nextToStep(POLICY, PendingKeyTest::delete)).isSameAs(first);
        assertThat(first.start().resumed()).isSameAs(stored);
        KeyState next = state(5);
        score(first, next);
        key.stepped();
        assertThat(key.nextToStep(POLICY, PendingKeyTest::delete)).isSameAs(second);
        assertThat(second.start().resumed()).isSameAs(next);
    }

    @Test
    void aRejectedEventLeavesTheStateAsItWas() {
        KeyState stored = state(4);
        PendingKey key = new PendingKey("k", stored);
        PendingRecord first = event();
        PendingRecord second = event();
        key.add(first);
        key.add(second);
        key.nextToStep(POLICY, PendingKeyTest::delete);
        first.conclude(new Outcome.Rejected(new Malformed(DeadLetterReason.PREDICTION_NOT_FINITE, "not finite")));
        key.stepped();
        key.nextToStep(POLICY, PendingKeyTest::delete);
        assertThat(second.start().resumed()).isSameAs(stored);
    }

    @Test
    void anEventAfterADeletionStartsFromNothing() {
        PendingKey key = new PendingKey("k", state(4));
        PendingRecord deletion = deletion();
        PendingRecord event = event();
        key.add(deletion);
        key.add(event);
        assertThat(key.nextToStep(POLICY, PendingKeyTest::delete)).isSameAs(event);
        assertThat(deletion.start().before()).isNotNull();
        assertThat(event.start().before()).isNull();
    }

    @Test
    void anOutcomeCountsOnlyAfterAllOutcomesBeforeItWereApplied() {
        PendingKey key = new PendingKey("k", null);
        int first = key.add(event());
        int second = key.add(event());
        assertThat(key.leadsTo(first)).isTrue();
        assertThat(key.leadsTo(second)).isFalse();
        key.applied();
        assertThat(key.leadsTo(second)).isTrue();
        assertThat(key.isDone()).isFalse();
        key.applied();
        assertThat(key.isDone()).isTrue();
    }

    @Test
    void afterADroppedRecordNoOutcomeOfTheKeyCounts() {
        PendingKey key = new PendingKey("k", null);
        key.add(event());
        int second = key.add(event());
        key.drop();
        assertThat(key.leadsTo(second)).isFalse();
        key.drop();
        assertThat(key.isDone()).isTrue();
    }

    @Test
    void afterAnotherWriterNoOutcomeOfTheKeyCounts() {
        PendingKey key = new PendingKey("k", null);
        int first = key.add(event());
        key.breakOff();
        assertThat(key.leadsTo(first)).isFalse();
    }
}
