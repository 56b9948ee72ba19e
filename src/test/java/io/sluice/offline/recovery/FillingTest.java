package io.sluice.offline.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FillingTest {
    private final Filling filling = new Filling(3);

    @Test
    void keysWithoutAPredictionAreMissing() {
        filling.take(KeyedReadings.key(2));
        assertThat(filling.missing()).isEqualTo(2);
        filling.take(KeyedReadings.key(0));
        filling.take(KeyedReadings.key(1));
        assertThat(filling.missing()).isZero();
        assertThat(filling.doubles()).isZero();
    }

    @Test
    void aSecondPredictionOfAKeyIsADouble() {
        filling.take(KeyedReadings.key(2));
        filling.take(KeyedReadings.key(2));
        assertThat(filling.doubles()).isEqualTo(1);
        assertThat(filling.missing()).isEqualTo(2);
    }
}
