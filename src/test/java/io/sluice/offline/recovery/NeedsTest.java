package io.sluice.offline.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig.StateStore;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NeedsTest {
    private static Needs needs(int keys, Integer... standbys) {
        return new Needs(new RecoveryPlan(keys, List.of(StateStore.ROCKSDB), List.of(standbys)), 464, 8);
    }

    @Test
    void aFolderThatIsTooSmallIsNamedWithBothSizes() {
        assertThat(needs(1_000_000, 0, 1).shortage(2_000_000_000, "/tmp")).hasValueSatisfying(text -> assertThat(text)
                .contains("1,000,000 keys need up to 5.0 GB in /tmp, which has 2.0 GB"));
        assertThat(needs(1_000_000, 0, 1).shortage(6_000_000_000L, "/tmp")).isEmpty();
    }

    @Test
    void aStandbyNeedsADiskOfItsOwn() {
        assertThat(needs(1_000_000, 0, 1).diskBytes())
                .isGreaterThan(needs(1_000_000, 0).diskBytes());
    }

    @Test
    void theHeapHasRoomForAllStates() {
        assertThat(needs(5_000_000, 0).heapMebibytes()).isGreaterThan((5_000_000L * 464) >> 20);
    }
}
