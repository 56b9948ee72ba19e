package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.model.StepBatch;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import io.sluice.state.StateLayout;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PendingKeyTest {
    private static final ResumePolicy POLICY =
            new ResumePolicy(new StateLayout(7, 4, 1, 0), 0, 0, ResumePolicy.Mismatch.RESET);

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
        return new PendingRecord(record, request);
    }

    private record NoRow() implements InputRows.Row {
        @Override
        public void fill(StepBatch batch, int row, long gapMillis) {}
    }

    private static KeyState state(long steps) {
        return KeyState.create(POLICY.running(), steps, 0, 0);
    }

    private static void score(PendingRecord pending, KeyState state) {
        pending.conclude(new Outcome.Scored(state, new byte[0], null, List.of(), pending.score(), pending.start()));
    }

    private static void delete(PendingRecord pending) {
        pending.conclude(new Outcome.Deleted(List.of(), true));
    }

    private static PendingKey key(KeyState stored, PendingRecord... pending) {
        PendingKey key = new PendingKey("k", stored);
        for (PendingRecord record : pending) {
            assertThat(key.follow(record)).isTrue();
        }
        return key;
    }

    @Test
    void eachEventStartsFromTheStateThatTheOneBeforeItLeft() {
        KeyState stored = state(4);
        PendingRecord first = event();
        PendingRecord second = event();
        PendingKey key = key(stored, first, second);
        assertThat(key.nextToStep(POLICY, PendingKeyTest::delete)).isSameAs(first);
        assertThat(first.start().resumed()).isSameAs(stored);
        KeyState next = state(5);
        score(first, next);
        key.stepped(POLICY);
        assertThat(key.nextToStep(POLICY, PendingKeyTest::delete)).isSameAs(second);
        assertThat(second.start().resumed()).isSameAs(next);
        assertThat(key.hasUnstepped()).isFalse();
    }

    @Test
    void aRejectedEventLeavesTheStateAsItWas() {
        KeyState stored = state(4);
        PendingRecord first = event();
        PendingRecord second = event();
        PendingKey key = key(stored, first, second);
        key.nextToStep(POLICY, PendingKeyTest::delete);
        first.conclude(new Outcome.Rejected(new Malformed(DeadLetterReason.PREDICTION_NOT_FINITE, "not finite")));
        key.stepped(POLICY);
        key.nextToStep(POLICY, PendingKeyTest::delete);
        assertThat(second.start().resumed()).isSameAs(stored);
    }

    @Test
    void anEventAfterADeletionStartsFromNothing() {
        PendingRecord deletion = deletion();
        PendingRecord event = event();
        PendingKey key = key(state(4), deletion, event);
        assertThat(key.nextToStep(POLICY, PendingKeyTest::delete)).isSameAs(event);
        assertThat(deletion.start().before()).isNotNull();
        assertThat(event.start().before()).isNull();
    }

    @Test
    void anOutcomeCountsOnlyAfterAllOutcomesBeforeItWereApplied() {
        PendingRecord first = event();
        PendingRecord second = event();
        PendingKey key = key(null, first, second);
        assertThat(key.leadsTo(first)).isTrue();
        assertThat(key.leadsTo(second)).isFalse();
        key.applied();
        assertThat(key.leadsTo(second)).isTrue();
        assertThat(key.isDone()).isFalse();
        key.applied();
        assertThat(key.isDone()).isTrue();
    }

    @Test
    void aPlanMayAddRecordsAfterThoseThatWait() {
        PendingRecord first = event();
        PendingRecord second = event();
        PendingRecord third = event();
        PendingKey key = key(null, first, second);
        key.applied();
        key.rewind();
        assertThat(key.follow(second)).isTrue();
        assertThat(key.follow(third)).isTrue();
        key.applied();
        assertThat(key.leadsTo(third)).isTrue();
    }

    @Test
    void aPlanMayNotPutARecordBeforeThoseThatWait() {
        PendingRecord first = event();
        PendingKey key = key(null, first);
        key.rewind();
        assertThat(key.follow(event())).isFalse();
        assertThat(key.follow(first)).isTrue();
    }

    @Test
    void afterAnotherWriterNoOutcomeOfTheKeyCounts() {
        PendingRecord first = event();
        PendingKey key = key(null, first);
        key.breakOff();
        assertThat(key.leadsTo(first)).isFalse();
        assertThat(key.hasUnstepped()).isFalse();
    }

    @Test
    void aRunTakesTheRecordsThatContinueOneAnother() {
        PendingRecord first = event();
        PendingRecord second = event();
        PendingKey key = key(state(4), first, second, deletion(), event());
        key.nextToStep(POLICY, PendingKeyTest::delete);
        key.planRun(64, POLICY);
        assertThat(key.run()).isEqualTo(2);
        KeyState next = state(5);
        score(first, next);
        assertThat(key.stepped(POLICY)).isTrue();
        assertThat(key.stepping()).isSameAs(second);
        assertThat(second.start().resumed()).isSameAs(next);
    }

    @Test
    void aRecordOfARunThatDoesNotContinueAfterAllIsSteppedAgain() {
        PendingRecord first = event();
        PendingRecord second = event();
        PendingKey key = key(state(4), first, second);
        ResumePolicy expiring = new ResumePolicy(POLICY.running(), 60, 0, POLICY.onMismatch());
        key.nextToStep(expiring, PendingKeyTest::delete);
        key.planRun(64, expiring);
        assertThat(key.run()).isEqualTo(2);
        second.expectAt(61); // later than the plan assumed
        score(first, state(5));
        assertThat(key.stepped(expiring)).isFalse();
        assertThat(key.nextToStep(expiring, PendingKeyTest::delete)).isSameAs(second);
        assertThat(second.start().resumed()).isNull();
    }
}
