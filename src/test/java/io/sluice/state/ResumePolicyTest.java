package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.state.ResumePolicy.Mismatch;
import org.junit.jupiter.api.Test;

class ResumePolicyTest {
    private static final KeyState STORED = KeyState.create(new StateLayout(1, 8, 1, 2), 5, 100, 100);

    private static ResumePolicy policy(long fingerprint, int packedBytes, long ttl, Mismatch mismatch) {
        return new ResumePolicy(new StateLayout(fingerprint, packedBytes, 1, 2), ttl, 0, mismatch);
    }

    @Test
    void aKeyNeverSeenIsFresh() {
        assertThat(policy(1, 8, 0, Mismatch.FAIL).decide(null, true, 0)).isEqualTo(Resumption.FRESH);
    }

    @Test
    void aStoredStateIsResumed() {
        assertThat(policy(1, 8, 0, Mismatch.FAIL).decide(STORED, false, 1_000_000))
                .isEqualTo(Resumption.RESUMED);
    }

    @Test
    void aResetStartsTheKeyAgain() {
        assertThat(policy(1, 8, 0, Mismatch.FAIL).decide(STORED, true, 100)).isEqualTo(Resumption.RESET);
    }

    @Test
    void aStateExpiresOnlyAfterTheTimeToLive() {
        ResumePolicy policy = policy(1, 8, 50, Mismatch.FAIL);
        assertThat(policy.decide(STORED, false, 150)).isEqualTo(Resumption.RESUMED);
        assertThat(policy.decide(STORED, false, 151)).isEqualTo(Resumption.EXPIRED);
        assertThat(policy.isExpired(STORED, 150)).isFalse();
        assertThat(policy.isExpired(STORED, 151)).isTrue();
    }

    @Test
    void theSettingDecidesOnTheStateOfAnotherModel() {
        assertThat(policy(2, 8, 0, Mismatch.RESET).decide(STORED, false, 100)).isEqualTo(Resumption.REPLACED);
        assertThat(policy(2, 8, 0, Mismatch.CARRY).decide(STORED, false, 100)).isEqualTo(Resumption.RESUMED);
        assertThatThrownBy(() -> policy(2, 8, 0, Mismatch.FAIL).decide(STORED, false, 100))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("sluice.state.mismatch");
    }

    @Test
    void theSettingDecidesOnAnUnreadableState() {
        byte[] unreadable = {9, 9};
        ResumePolicy resetting = policy(1, 8, 50, Mismatch.RESET);
        KeyState state = resetting.read(unreadable);
        assertThat(resetting.decide(state, false, 1_000_000)).isEqualTo(Resumption.UNREADABLE);
        assertThat(resetting.decide(state, true, 1_000_000)).isEqualTo(Resumption.UNREADABLE);
        assertThat(resetting.isExpired(state, 1_000_000)).isFalse();
        assertThat(Resumption.UNREADABLE.continues()).isFalse();
        for (Mismatch mismatch : new Mismatch[] {Mismatch.CARRY, Mismatch.FAIL}) {
            assertThatThrownBy(() -> policy(1, 8, 0, mismatch).read(unreadable))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("sluice.state.mismatch=reset");
        }
    }

    @Test
    void aStateOfAnotherSizeIsNeverCarried() {
        assertThatThrownBy(() -> policy(2, 16, 0, Mismatch.CARRY).decide(STORED, false, 100))
                .isInstanceOf(StateException.class);
        assertThat(policy(2, 16, 0, Mismatch.RESET).decide(STORED, false, 100)).isEqualTo(Resumption.REPLACED);
    }

    @Test
    void anotherScorerRestartsItsOwnPartAlone() {
        StateLayout longer = new StateLayout(1, 8, 1, 3);
        StateLayout other = new StateLayout(1, 8, 2, 2);
        for (Mismatch mismatch : Mismatch.values()) {
            assertThat(new ResumePolicy(longer, 0, 0, mismatch).decide(STORED, false, 100))
                    .isEqualTo(Resumption.RESCORED);
            assertThat(new ResumePolicy(other, 0, 0, mismatch).decide(STORED, false, 100))
                    .isEqualTo(Resumption.RESCORED);
        }
        assertThat(Resumption.RESCORED.continues()).isTrue();
        assertThat(Resumption.RESCORED.continuesScoring()).isFalse();
    }
}
