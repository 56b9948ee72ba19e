package io.sluice.offline.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig.StateStore;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecoveryResultTest {
    private static final PipelineKind KIND = new PipelineKind(StateStore.ROCKSDB, 0);
    private static final KeyBytes BYTES = new KeyBytes(528.96, 489.04);
    private static final RecoveryTime TIME =
            new RecoveryTime(Interruption.LOST_DISK, 12.345, 13, 14.96, 2000, Double.NaN);

    private static RecoveryResult result(String... faults) {
        return new RecoveryResult(
                2000, 464, List.of(new PipelineRecovery(KIND, BYTES, List.of(TIME), List.of(faults))));
    }

    @Test
    void theLineOfJsonHasEachRecovery() {
        assertThat(result().json())
                .isEqualTo("{\"keys\":2000,\"state_bytes\":464,\"faults\":0,\"recoveries\":[{\"store\":\"rocksdb\","
                        + "\"standbys\":0,\"interruption\":\"lost-disk\",\"ready_seconds\":12.3,"
                        + "\"first_prediction_seconds\":13.0,\"all_predictions_seconds\":15.0,\"restored_records\":2000,"
                        + "\"disk_bytes_per_key\":529.0,\"changelog_bytes_per_key\":489.0}]}");
    }

    @Test
    void aTimeThatNeverCameIsNoNumberOfJson() {
        RecoveryTime never = new RecoveryTime(Interruption.KILL, Double.NaN, Double.NaN, Double.NaN, 0, Double.NaN);
        RecoveryResult result = new RecoveryResult(
                2000, 464, List.of(new PipelineRecovery(KIND, BYTES, List.of(never), List.of("lost"))));
        assertThat(result.json()).contains("\"restored_records\":0").doesNotContain("ready_seconds", "NaN");
    }

    @Test
    void aFaultNamesItsPipeline() {
        assertThat(result("events have no prediction").faults())
                .containsExactly("recovery-rocksdb-0: events have no prediction");
    }

    @Test
    void aTimeThatDoesNotApplyIsADashInTheTable() {
        assertThat(RecoveryTable.line(KIND, BYTES, TIME).split("  +"))
                .containsExactly("rocksdb", "0 kill -9, lost disk", "12.3", "13.0", "15.0", "2,000", "-", "529", "489");
    }
}
