package io.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.config.SluiceConfig.StateStore;
import io.sluice.offline.bench.BenchPlan;
import io.sluice.offline.bench.EventTime;
import io.sluice.offline.bench.Latency;
import io.sluice.offline.bench.LatencyMeasurement;
import io.sluice.offline.bench.Machine;
import io.sluice.offline.bench.Measurement;
import io.sluice.offline.bench.Turn;
import io.sluice.offline.bench.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchReportTest {
    private static final Turn LOOK_AHEAD = new Turn(1, Variant.LOOK_AHEAD, StateStore.MEMORY);
    private static final Turn ONE_BY_ONE = new Turn(1, Variant.ONE_BY_ONE, StateStore.MEMORY);
    private static final Turn STOCK = new Turn(1, Variant.STOCK, StateStore.MEMORY);

    private static Measurement measured(Turn turn, double cpu, String checksum) {
        return new Measurement(turn, 0, 0.5, 1000, cpu, 0.01, 6000, null, 424, 1, 0, 480, checksum);
    }

    private static BenchReport report(Measurement... runs) {
        BenchPlan plan = new BenchPlan(
                List.of(Variant.LOOK_AHEAD, Variant.STOCK),
                List.of(StateStore.MEMORY),
                1,
                new BenchPlan.Keys(10, 1.1, 0),
                EventTime.ISO,
                1,
                1,
                new BenchPlan.Load(5000, 20));
        LatencyMeasurement latency =
                new LatencyMeasurement(STOCK, 0.5, new Latency(90, 160, 180, 200, 100_000, 0, 1.5));
        return new BenchReport(
                new BenchReport.Setting(Machine.now(), "1.0.0", "gru 1.0.0", "PyTorch 2.7.1", "cpu", plan),
                BenchReport.throughput(List.of(runs)),
                BenchReport.latency(List.of(latency)));
    }

    @Test
    void theJsonHasTheMachineTheOptionsEveryRunAndTheRatios(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bench.json");
        report(measured(LOOK_AHEAD, 18, "a"), measured(STOCK, 9, "b")).write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/setting/machine/processors").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(json.at("/setting/plan/keys/skew").asDouble()).isEqualTo(1.1);
        assertThat(json.at("/throughput/runs")).hasSize(2);
        assertThat(json.at("/throughput/runs/0/variant").asText()).isEqualTo("look-ahead");
        assertThat(json.at("/throughput/runs/1/cpuMicrosPerEvent").asDouble()).isEqualTo(9);
        assertThat(json.at("/throughput/summary/ratios/0/against").asText()).isEqualTo("stock");
        assertThat(json.at("/throughput/summary/ratios/0/quantities/CPU/median").asDouble())
                .isEqualTo(2);
        assertThat(json.at("/latency/runs/0/p99").asDouble()).isEqualTo(160);
    }

    @Test
    void batchingMayNotChangePredictionsButOtherVariantsHaveTheirOwn() {
        assertThat(report(measured(LOOK_AHEAD, 1, "a"), measured(ONE_BY_ONE, 1, "a"), measured(STOCK, 1, "b"))
                        .differing())
                .isEmpty();
        assertThat(report(measured(LOOK_AHEAD, 1, "a"), measured(ONE_BY_ONE, 1, "c"), measured(STOCK, 1, "b"))
                        .differing())
                .containsExactly(Variant.LOOK_AHEAD);
    }
}
