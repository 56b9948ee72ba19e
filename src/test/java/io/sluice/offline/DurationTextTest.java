package io.sluice.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "0.25, 0.25 s",
        "2.5, 2.5 s",
        "45, 45 s",
        "59.96, 1 min",
        "60, 1 min",
        "150, 2 min 30 s",
        "3599.6, 1 h",
        "29831, 8 h 17 min",
        "86399, 1 d",
        "273600, 3 d 4 h"
    })
    void aDurationHasItsTwoLargestUnits(double seconds, String text) {
        assertThat(DurationText.format(seconds)).isEqualTo(text);
    }
}
