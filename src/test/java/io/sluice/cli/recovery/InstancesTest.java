package io.sluice.cli.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InstancesTest {
    @Test
    void copiesAreCompleteIfAllStatesAndAllChangesAreThere() {
        assertThat(new Instances.Look(true, 10, 0, 10).isComplete(10, 10)).isTrue();
        assertThat(new Instances.Look(false, 10, 0, 10).isComplete(10, 10)).isFalse();
        assertThat(new Instances.Look(true, 9, 0, 10).isComplete(10, 10)).isFalse();
        assertThat(new Instances.Look(true, Double.NaN, 0, 10).isComplete(10, 10))
                .isFalse();
        assertThat(new Instances.Look(true, 10, 1, 10).isComplete(10, 10)).isFalse();
        assertThat(new Instances.Look(true, 10, 0, 9).isComplete(10, 10)).isFalse();
    }
}
