package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SurpriseTailTest {
    private static SurpriseTail after(float... surprises) {
        SurpriseTail tail = new SurpriseTail(32, 0);
        for (float surprise : surprises) {
            tail.add(surprise);
        }
        return tail;
    }

    @Test
    void nothingIsRareDuringWarmUp() {
        float[] surprises = new float[SurpriseTail.WARM_UP - 1];
        assertThat(after(surprises).rarity(1e9)).isZero();
        assertThat(after(new float[SurpriseTail.WARM_UP]).rarity(1e9)).isEqualTo(SurpriseTail.RAREST);
    }

    /** Exponential surprises have the distribution that is fitted: P(U > u) = exp(-u). */
    @Test
    void theTailOfExponentialSurprisesIsFound() {
        Random random = new Random(7);
        float[] surprises = new float[5000];
        for (int i = 0; i < surprises.length; i++) {
            surprises[i] = (float) -Math.log(1 - random.nextDouble());
        }
        SurpriseTail tail = after(surprises);
        for (double u : new double[] {5, 7, 9}) {
            assertThat(tail.rarity(u)).as("-log10 P(U > %s)", u).isCloseTo(u / Math.log(10), within(0.8));
        }
    }

    @Property
    void aLargerSurpriseIsNeverLessRare(
            @ForAll @Size(min = 40, max = 200) float @FloatRange(min = 0, max = 100) [] surprises,
            @ForAll @FloatRange(min = 0, max = 200) float one,
            @ForAll @FloatRange(min = 0, max = 200) float other) {
        SurpriseTail tail = after(surprises);
        double smaller = tail.rarity(Math.min(one, other));
        double larger = tail.rarity(Math.max(one, other));
        assertThat(smaller).isBetween(0.0, larger);
        assertThat(larger).isLessThanOrEqualTo(SurpriseTail.RAREST);
    }

    @Test
    void fewSurprisesClaimLittleRarity() {
        Random random = new Random(3);
        float[] surprises = new float[5000];
        for (int i = 0; i < surprises.length; i++) {
            surprises[i] = (float) -Math.log(1 - random.nextDouble());
        }
        // The exponential distribution gives 15 a rarity of 6.5.
        assertThat(after(surprises).rarity(15)).isBetween(5.0, 7.5);
        assertThat(after(Arrays.copyOf(surprises, 60)).rarity(15)).isLessThan(4);
    }

    @Test
    void aRarityInTheTailIsAboveTheOrdinary() {
        float[] surprises = new float[1000];
        for (int i = 0; i < surprises.length; i++) {
            surprises[i] = (i * 7919) % 1000;
        }
        SurpriseTail tail = after(surprises);
        assertThat(tail.ordinary()).isEqualTo(Math.log10(50), within(1e-9));
        assertThat(tail.rarity(900)).isLessThan(tail.ordinary());
        assertThat(tail.rarity(990)).isGreaterThan(tail.ordinary());
    }

    @Test
    void aWrittenTailIsRead() {
        SurpriseTail tail = after(3, 1, 2);
        ByteBuffer state = ByteBuffer.allocate(SurpriseTail.bytes(32)).order(ByteOrder.LITTLE_ENDIAN);
        tail.write(state);
        SurpriseTail read = new SurpriseTail(32, 0);
        read.read(state.rewind());
        ByteBuffer again = ByteBuffer.allocate(SurpriseTail.bytes(32)).order(ByteOrder.LITTLE_ENDIAN);
        read.write(again);
        assertThat(again.array()).isEqualTo(state.array());
        assertThat(state.getInt(0)).isEqualTo(3);
        assertThat(state.getFloat(4)).isEqualTo(3 * (1 - 1e-4f) * (1 - 1e-4f));
    }

    @Test
    void aConstantPastIsNotSurprisedByLessThanTheLeastExcess() {
        SurpriseTail tail = new SurpriseTail(32, 0.1);
        for (int i = 0; i < 1000; i++) {
            tail.add(0);
        }
        assertThat(tail.rarity(0.001)).isCloseTo(tail.ordinary(), within(0.01));
        assertThat(tail.rarity(1)).isGreaterThan(4);
        assertThat(after(new float[1000]).rarity(0.001)).isEqualTo(SurpriseTail.RAREST);
    }

    @Test
    void oldSurprisesLoseWeight() {
        float[] surprises = new float[20_000];
        Arrays.fill(surprises, 1);
        surprises[100] = 1000;
        assertThat(after(surprises).rarity(500))
                .isGreaterThan(after(Arrays.copyOf(surprises, 200)).rarity(500));
    }
}
