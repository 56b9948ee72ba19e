package io.sluice.offline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.config.SluiceConfig.StateStore;
import io.sluice.offline.bench.Summary.Row;
import io.sluice.offline.bench.Summary.Spread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    private record Run(Turn turn, double value) {}

    private static Run run(int round, Variant variant, double value) {
        return new Run(new Turn(round, variant, StateStore.MEMORY), value);
    }

    private static Row row(Variant variant, Variant against, double median, double min, double max) {
        return new Row(StateStore.MEMORY, variant, against, Map.of("speed", new Spread(median, min, max)));
    }

    private static Summary summary(List<Run> runs) {
        return Summary.of(runs, Run::turn, Map.of("speed", Run::value));
    }

    @Test
    void aRatioComparesTheRunsOfOneRound() {
        Summary summary = summary(List.of(
                run(1, Variant.LOOK_AHEAD, 20),
                run(1, Variant.STOCK, 10),
                run(2, Variant.STOCK, 100),
                run(2, Variant.LOOK_AHEAD, 300),
                run(3, Variant.LOOK_AHEAD, 40),
                run(3, Variant.STOCK, 40)));
        assertThat(summary.values())
                .containsExactly(row(Variant.LOOK_AHEAD, null, 40, 20, 300), row(Variant.STOCK, null, 40, 10, 100));
        assertThat(summary.ratios()).containsExactly(row(Variant.LOOK_AHEAD, Variant.STOCK, 2, 1, 3));
    }

    @Test
    void theMedianOfTwoRoundsIsTheirMean() {
        Summary summary = summary(List.of(run(1, Variant.IDENTITY, 1), run(2, Variant.IDENTITY, 2)));
        assertThat(summary.values()).containsExactly(row(Variant.IDENTITY, null, 1.5, 1, 2));
        assertThat(summary.ratios()).isEmpty();
    }

    @Test
    void eachStoreIsComparedWithItself() {
        Summary summary = summary(List.of(
                new Run(new Turn(1, Variant.LOOK_AHEAD, StateStore.MEMORY), 6),
                new Run(new Turn(1, Variant.LOOK_AHEAD, StateStore.ROCKSDB), 4),
                new Run(new Turn(1, Variant.ONE_BY_ONE, StateStore.MEMORY), 3),
                new Run(new Turn(1, Variant.ONE_BY_ONE, StateStore.ROCKSDB), 1)));
        assertThat(summary.ratios())
                .extracting(Row::store, row -> row.quantities().get("speed").median())
                .containsExactly(tuple(StateStore.MEMORY, 2.0), tuple(StateStore.ROCKSDB, 4.0));
    }
}
