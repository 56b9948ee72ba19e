package io.sluice.offline.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.config.SluiceConfig.StateStore;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecoveryPlanTest {
    private static RecoveryPlan plan(int keys) {
        return new RecoveryPlan(keys, List.of(StateStore.MEMORY, StateStore.ROCKSDB), List.of(0, 1));
    }

    @Test
    void eachStoreHasAPipelineForEachNumberOfStandbys() {
        assertThat(plan(1).pipelines())
                .extracting(PipelineKind::name, PipelineKind::instances)
                .containsExactly(
                        tuple("recovery-memory-0", 1),
                        tuple("recovery-memory-1", 2),
                        tuple("recovery-rocksdb-0", 1),
                        tuple("recovery-rocksdb-1", 2));
    }

    @Test
    void probesAreSpreadOverManyKeys() {
        List<Integer> probes = plan(100_000_000).probes();
        assertThat(probes)
                .hasSize(1000)
                .doesNotHaveDuplicates()
                .startsWith(0, 100_000)
                .endsWith(99_900_000);
    }

    @Test
    void eachOfFewKeysIsAProbe() {
        assertThat(plan(3).probes()).containsExactly(0, 1, 2);
    }
}
