package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class ChannelSharesTest {
    @Property
    void sumsHaveTheBitsOfAStreams(
            @ForAll @Size(max = 20) double @DoubleRange(min = 0, max = Double.MAX_VALUE) [] addends) {
        long expected = Double.doubleToLongBits(Arrays.stream(addends).sum());
        assertThat(Double.doubleToLongBits(ChannelShares.sum(addends))).isEqualTo(expected);
    }
}
