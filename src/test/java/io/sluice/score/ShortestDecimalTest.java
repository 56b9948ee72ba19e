package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.NumberOutput;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are written as Jackson writes them in the shortest form. */
class ShortestDecimalTest {
    private final ShortestDecimal decimal = new ShortestDecimal();

    private String written(float number) {
        decimal.write(number);
        return new String(decimal.text(), 0, decimal.length());
    }

    @Property(tries = 50_000, edgeCases = EdgeCasesMode.NONE)
    void anyNumberIsWrittenAsByJackson(@ForAll int bits) {
        assertSame(Float.intBitsToFloat(bits));
    }

    @Property(tries = 20_000)
    void aNumberOfFewDigitsIsWrittenAsByJackson(@ForAll short digits, @ForAll byte power) {
        assertSame((float) (digits * Math.pow(10, power % 50)));
    }

    @ParameterizedTest
    @ValueSource(
            floats = {
                0,
                -0f,
                1,
                100,
                0.1f,
                Float.MIN_VALUE,
                2 * Float.MIN_VALUE,
                7 * Float.MIN_VALUE,
                8 * Float.MIN_VALUE,
                Float.MIN_NORMAL,
                0x1.fffffcp-127f,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                9_999_999,
                1e7f,
                16_777_216,
                0.001f,
                0.0009999999f,
                2e10f,
                1.2345679e-12f,
                3.3554432e7f,
                8.5899735e9f
            })
    void edgesAreWrittenAsByJackson(float number) {
        assertSame(number);
        assertThat(Float.parseFloat(written(number))).isEqualTo(number);
    }

    private void assertSame(float number) {
        if (Float.isFinite(number)) {
            assertThat(written(number)).isEqualTo(NumberOutput.toString(number, true));
        }
    }
}
