package io.sluice.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.event.NumericEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumericEncoderTest {
    private static float[] encode(NumericEvent event, long gapMillis, String... columns) {
        NumericEncoder encoder = new NumericEncoder(List.of("a", "b"), List.of(columns));
        float[] x = new float[encoder.width()];
        encoder.encode(event, gapMillis, x);
        return x;
    }

    @Test
    void columnsHaveTheOrderOfTheManifest() {
        assertThat(encode(new NumericEvent(0, 1.5f, 2.5f), 0, "b", "a")).containsExactly(2.5f, 1.5f);
    }

    @Test
    void aMissingChannelIsZeroAndMarked() {
        assertThat(encode(new NumericEvent(0, Float.NaN, 2f), 0, "a", "a.missing", "b", "b.missing"))
                .containsExactly(0f, 1f, 2f, 0f);
    }

    @Test
    void aGapIsTheLogarithmOfOnePlusSeconds() {
        assertThat(encode(new NumericEvent(0, 1, 1), 0, "gap.log_seconds")).containsExactly(0f);
        assertThat(encode(new NumericEvent(0, 1, 1), 1500, "gap.log_seconds")[0])
                .isCloseTo((float) Math.log(2.5), within(1e-6f));
    }

    @Test
    void timesAreOnTheCirclesOfDayAndWeek() {
        long sixInTheMorning = Instant.parse("2026-03-01T06:00:00Z").toEpochMilli();
        float[] day = encode(new NumericEvent(sixInTheMorning, 1, 1), 0, "time.day.sin", "time.day.cos");
        assertThat(day[0]).isCloseTo(1, within(1e-6f));
        assertThat(day[1]).isCloseTo(0, within(1e-6f));
        long thursday = Instant.parse("2026-03-05T00:00:00Z").toEpochMilli();
        float[] week = encode(new NumericEvent(thursday, 1, 1), 0, "time.week.sin", "time.week.cos");
        assertThat(week[0]).isCloseTo(0, within(1e-6f));
        assertThat(week[1]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void anUnknownColumnIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> encode(new NumericEvent(0, 1, 1), 0, "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"c\"")
                .hasMessageContaining("a.missing");
    }
}
