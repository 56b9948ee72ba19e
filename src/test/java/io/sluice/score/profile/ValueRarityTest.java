package io.sluice.score.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueRarityTest {
    @Test
    void theBinsDivideTheAsinhOfADistance() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double z = random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4);
            assertThat(ValueRarity.bin(z)).isEqualTo(ValueRarity.computedBin(z));
        }
        for (double z : new double[] {0, -0.0, Double.MIN_VALUE, -1e-16, 1e4, -1e4}) {
            assertThat(ValueRarity.bin(z)).as("distance " + z).isEqualTo(ValueRarity.computedBin(z));
        }
    }

    @Test
    void aBinBeginsWithTheLeastDistanceOfItsAsinh() {
        for (int bin = 1; bin < ValueRarity.BINS; bin++) {
            double edge = Math.sinh(-4 + bin / 4.0);
            double ulp = Math.ulp(Math.max(Math.abs(edge), 0x1p-3));
            for (int steps = -200; steps <= 200; steps++) {
                double z = edge + steps * ulp;
                assertThat(ValueRarity.bin(z)).as("distance " + z).isEqualTo(ValueRarity.computedBin(z));
            }
        }
    }

    @Test
    void aDistanceIsRareWhereFewWereBefore() {
        ValueRarity rarity = new ValueRarity();
        rarity.read(ByteBuffer.allocate(ValueRarity.BYTES));
        for (int n = 0; n < 500; n++) {
            rarity.add(n % 10 / 5.0, n);
        }
        assertThat(rarity.add(0.4, 500)).isLessThan(3);
        assertThat(rarity.add(8, 501)).isGreaterThan(5);
    }
}
