package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesVerdictTest {
    /** Two ways to the F1 of three quarters differ by rounding. */
    @ParameterizedTest
    @CsvSource({
        "0.75, 0.7499999999999999, both are equal",
        "0.75, 0.75, both are equal",
        "0.7549, 0.7551, the baseline is better",
        "0.75, 0.74, the model is better",
        "0.74, 0.75, the baseline is better"
    })
    void figuresThatPrintTheSameAreEqual(double model, double baseline, String words) {
        assertThat(SeriesVerdict.comparison(model, baseline)).isEqualTo(words);
    }
}
