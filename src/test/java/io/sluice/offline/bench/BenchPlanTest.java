package io.sluice.offline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.config.SluiceConfig.StateStore;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchPlanTest {
    @Test
    void theVariantsTakeTurnsAndNoneIsAlwaysTheFirst() {
        BenchPlan plan = new BenchPlan(
                List.of(Variant.LOOK_AHEAD, Variant.ONE_BY_ONE, Variant.STOCK),
                List.of(StateStore.MEMORY),
                2,
                new BenchPlan.Keys(10, 0, 0),
                EventTime.ISO,
                1,
                1,
                null);
        assertThat(plan.turns())
                .extracting(Turn::round, Turn::variant)
                .containsExactly(
                        tuple(1, Variant.LOOK_AHEAD),
                        tuple(1, Variant.ONE_BY_ONE),
                        tuple(1, Variant.STOCK),
                        tuple(2, Variant.ONE_BY_ONE),
                        tuple(2, Variant.STOCK),
                        tuple(2, Variant.LOOK_AHEAD));
    }
}
