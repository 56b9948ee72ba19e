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
        SurpriseTail tail = new SurpriseTail();
        for (float surprise : surprises) {
            tail.add(surprise);
        }
        return tail;
    }

    @Test
    void nothingIsUnlikelyDuringWarmUp() {
        float[] surprises = new float[SurpriseTail.WARM_UP - 1];
        assertThat(after(surprises).exceedance(1e9)).isEqualTo(1);
        assertThat(after(new float[SurpriseTail.WARM_UP]).exceedance(1e9)).isLessThan(1e-6);
    }

    /** For exponential surprises the fit is the truth: P(U > u) = exp(-u). */
    @Test
    void theTailOfExponentialSurprisesIsFound() {
        Random random = new Random(7);
        float[] surprises = new float[5000];
        for (int i = 0; i < surprises.length; i++) {
            surprises[i] = (float) -Math.log(1 - random.nextDouble());
        }
        SurpriseTail tail = after(surprises);
        for (double u : new double[] {5, 7, 9}) {
            assertThat(Math.log(tail.exceedance(u))).as("log P(U > %s)", u).isCloseTo(-u, within(1.5));
        }
    }

    @Property
    void aLargerSurpriseIsNeverLikelier(
            @ForAll @Size(min = 40, max = 200) float @FloatRange(min = 0, max = 100) [] surprises,
            @ForAll @FloatRange(min = 0, max = 200) float one,
            @ForAll @FloatRange(min = 0, max = 200) float other) {
        SurpriseTail tail = after(surprises);
        double smaller = tail.exceedance(Math.min(one, other));
        double larger = tail.exceedance(Math.max(one, other));
        assertThat(larger).isBetween(0.0, smaller);
        assertThat(smaller).isLessThanOrEqualTo(1);
    }

    @Test
    void whatWasWrittenIsRead() {
        SurpriseTail tail = after(3, 1, 2);
        ByteBuffer state = ByteBuffer.allocate(SurpriseTail.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tail.write(state);
        SurpriseTail read = new SurpriseTail();
        read.read(state.rewind());
        ByteBuffer again = ByteBuffer.allocate(SurpriseTail.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        read.write(again);
        assertThat(again.array()).isEqualTo(state.array());
        assertThat(state.getInt(0)).isEqualTo(3);
        assertThat(state.getFloat(4)).isEqualTo(3 * (1 - 1e-4f) * (1 - 1e-4f));
    }

    @Test
    void oldSurprisesGiveWay() {
        float[] surprises = new float[20_000];
        Arrays.fill(surprises, 1);
        surprises[100] = 1000;
        assertThat(after(surprises).exceedance(500))
                .isLessThan(after(Arrays.copyOf(surprises, 200)).exceedance(500));
    }
}
