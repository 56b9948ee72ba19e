package io.sluice.offline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class KeyMixTest {
    private static final int DRAWS = 200_000;

    private static double[] shares(int keys, KeyMix mix) {
        SplittableRandom random = new SplittableRandom(1);
        double[] shares = new double[keys];
        for (int i = 0; i < DRAWS; i++) {
            shares[mix.next(random)] += 1.0 / DRAWS;
        }
        return shares;
    }

    @Test
    void withoutSkewAllKeysHaveTheSameShare() {
        for (double share : shares(10, new KeyMix(10, 0, 0))) {
            assertThat(share).isCloseTo(0.1, within(0.01));
        }
    }

    @Test
    void withSkewAKeyHasAShareInProportionToThePowerOfItsRank() {
        double[] shares = shares(1000, new KeyMix(1000, 1.1, 0));
        assertThat(shares[0] / shares[1]).isCloseTo(Math.pow(2, 1.1), within(0.1));
        assertThat(shares[0] / shares[9]).isCloseTo(Math.pow(10, 1.1), within(1.0));
        assertThat(shares[999]).isLessThan(shares[99]);
    }

    @Test
    void theHotKeyHasItsShareAndTheOthersDivideTheRest() {
        double[] shares = shares(101, new KeyMix(101, 0, 0.5));
        assertThat(shares[0]).isCloseTo(0.5, within(0.01));
        assertThat(shares[1]).isCloseTo(0.005, within(0.002));
        assertThat(shares[100]).isCloseTo(0.005, within(0.002));
    }

    @Test
    void aHotKeyMayHaveAllEvents() {
        assertThat(shares(3, new KeyMix(3, 0.99, 1))).containsExactly(new double[] {1, 0, 0}, within(1e-6));
    }

    @Test
    void oneKeyHasAllEvents() {
        assertThat(shares(1, new KeyMix(1, 0.99, 0))[0]).isCloseTo(1, within(1e-6));
    }
}
