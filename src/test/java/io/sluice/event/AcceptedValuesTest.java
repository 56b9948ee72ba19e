package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedValuesTest {
    private static final AcceptedValues ACCEPTED =
            new AcceptedValues(-50, 150.1, List.of(-9999.0, 0.0, 20.1, Double.MAX_VALUE), List.of("NaN", ""));

    @Test
    void bothEndsOfTheRangeAreReadings() {
        assertThat(ACCEPTED.whyIgnored(-50)).isNull();
        assertThat(ACCEPTED.whyIgnored(150.1)).isNull();
        assertThat(ACCEPTED.whyIgnored(-50.001)).isEqualTo(IgnoredValue.Why.RANGE);
        assertThat(ACCEPTED.whyIgnored(150.2)).isEqualTo(IgnoredValue.Why.RANGE);
        assertThat(ACCEPTED.whyIgnored(1e300)).isEqualTo(IgnoredValue.Why.RANGE);
    }

    @Test
    void aCodeIsMissingInsideTheRangeAndOutsideIt() {
        assertThat(ACCEPTED.whyIgnored(0)).isEqualTo(IgnoredValue.Why.MISSING_CODE);
        assertThat(ACCEPTED.whyIgnored(-0.0)).isEqualTo(IgnoredValue.Why.MISSING_CODE);
        assertThat(ACCEPTED.whyIgnored(-9999)).isEqualTo(IgnoredValue.Why.MISSING_CODE);
        assertThat(ACCEPTED.whyIgnored(Double.MAX_VALUE)).isEqualTo(IgnoredValue.Why.MISSING_CODE);
    }

    /** A program that keeps readings in float32 may write more digits of them as a double. */
    @Test
    void numbersAreComparedAsFloat32() {
        assertThat(ACCEPTED.whyIgnored(20.1f)).isEqualTo(IgnoredValue.Why.MISSING_CODE);
        assertThat(ACCEPTED.whyIgnored(150.1f)).isNull();
        assertThat((double) 150.1f).isGreaterThan(150.1);
    }

    @Test
    void onlyTheListedStringsAreMissingCodes() {
        assertThat(ACCEPTED.isMissingCode("NaN")).isTrue();
        assertThat(ACCEPTED.isMissingCode("")).isTrue();
        assertThat(ACCEPTED.isMissingCode("nan")).isFalse();
        assertThat(ACCEPTED.isMissingCode("-9999")).isFalse();
    }

    @Test
    void withoutLimitsEveryNumberIsAReading() {
        assertThat(AcceptedValues.ALL.whyIgnored(-1e300)).isNull();
        assertThat(AcceptedValues.ALL.isMissingCode("NaN")).isFalse();
    }

    @Test
    void aValueThatIsNoReadingIsNaN() {
        assertThat(ACCEPTED.reading(149.5)).isEqualTo(149.5f);
        assertThat(ACCEPTED.reading(151)).isNaN();
    }
}
