package io.sluice.offline.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.torture.audit.Findings;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TortureResultTest {
    private static TortureResult result(long events, int faults, Findings findings) {
        return new TortureResult(9, events, events - 1, faults, findings, 123);
    }

    private static Findings findings(long lost, long doubled, long outOfOrder, long wrongBits) {
        return new Findings(5, lost, doubled, outOfOrder, wrongBits, List.of());
    }

    @Test
    void fourZerosWithEnoughEventsAndFaultsAreWithoutShortcoming() {
        assertThat(result(10_000, 12, findings(0, 0, 0, 0)).shortcomings(12)).isEmpty();
    }

    @Test
    void eachOfTheFourCountsIsAShortcoming() {
        for (Findings findings :
                List.of(findings(1, 0, 0, 0), findings(0, 1, 0, 0), findings(0, 0, 1, 0), findings(0, 0, 0, 1))) {
            assertThat(result(10_000, 12, findings).shortcomings(12))
                    .containsExactly("the pipeline did not write what it had to write");
        }
    }

    @Test
    void tooFewEventsOrFaultsAreAShortcoming() {
        assertThat(result(9_999, 11, findings(0, 0, 0, 0)).shortcomings(12))
                .containsExactly(
                        "only 9999 events were sent; a torture needs 10000, so give more --minutes or a higher --rate",
                        "only 11 faults took effect; this torture needs 12");
    }

    @Test
    void scenariosAddUpAndTheLongestGapCounts() {
        TortureResult sum =
                result(10, 1, findings(1, 2, 3, 4)).plus(new TortureResult(9, 5, 3, 2, findings(1, 1, 1, 1), 456));
        assertThat(sum.json())
                .isEqualTo("{\"events\":15,\"predictions\":12,\"faults\":3,\"lost\":2,\"doubled\":3,"
                        + "\"out_of_order\":4,\"wrong_bits\":5,\"longest_gap_ms\":456,\"seed\":9}");
    }
}
