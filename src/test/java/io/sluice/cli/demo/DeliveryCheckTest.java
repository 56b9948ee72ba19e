package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryCheckTest {
    private final DeliveryCheck check = new DeliveryCheck();

    private void predicted(long... steps) {
        for (long step : steps) {
            check.predicted("a", step);
        }
    }

    @Test
    void eachEventOnceAndInOrderIsRight() {
        predicted(1, 2, 3);
        check.predicted("b", 1);
        assertThat(check.counts()).isEqualTo(new DeliveryCheck.Counts(4, 0, 0, 0));
        assertThat(check.counts().isExactlyOnce()).isTrue();
    }

    @Test
    void anEventIsLostIfALaterOneHasAPrediction() {
        predicted(1, 2, 5);
        assertThat(check.counts()).isEqualTo(new DeliveryCheck.Counts(3, 2, 0, 0));
        assertThat(check.counts().isExactlyOnce()).isFalse();
    }

    @Test
    void aLatePredictionIsOutOfOrderAndNotLost() {
        predicted(1, 3, 2);
        assertThat(check.counts()).isEqualTo(new DeliveryCheck.Counts(3, 0, 0, 1));
        assertThat(check.counts().isExactlyOnce()).isFalse();
    }

    @Test
    void aSecondPredictionIsDoubled() {
        predicted(1, 2, 2, 1);
        assertThat(check.counts()).isEqualTo(new DeliveryCheck.Counts(4, 0, 2, 0));
        predicted(4, 3, 3);
        assertThat(check.counts()).isEqualTo(new DeliveryCheck.Counts(7, 0, 3, 1));
    }
}
