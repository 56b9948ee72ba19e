package io.sluice.offline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OverloadOutcomeTest {
    private static OverloadOutcome outcome(double throughput) {
        return new OverloadOutcome("memory", 20_000, 10_000, throughput, 12.34);
    }

    @Test
    void aPipelineThatKeepsNinetyPercentOfItsCapacityHasNoShortcoming() {
        assertThat(outcome(9_000).shortcomings()).isEmpty();
    }

    @Test
    void aPipelineThatKeepsLessHasAShortcoming() {
        assertThat(outcome(8_900).shortcomings())
                .containsExactly(
                        "memory: under overload, it kept 89 % of its capacity (8,900 of 10,000 events a second);"
                                + " it must keep 90 %");
    }

    @Test
    void aPipelineThatTakesNearlyAllEventsWasNotOverloaded() {
        assertThat(outcome(19_000).shortcomings()).isEmpty();
        assertThat(outcome(19_100).shortcomings()).hasSize(1).first().asString().contains("so there was no overload");
    }

    @Test
    void aCapacityThatWasNotMeasuredIsAShortcomingAndHasNoFigure() {
        OverloadOutcome unknown = new OverloadOutcome("memory", 20_000, 0, 5_000, Double.NaN);
        assertThat(unknown.shortcomings()).hasSize(1).first().asString().contains("could not be measured");
        PipelineOutcome pipeline = new PipelineOutcome("memory", List.of(), 60, null, 100, 100);
        assertThat(new SoakResult(60, 100, List.of(pipeline), new Overload(20_000, List.of(unknown))).json())
                .contains("\"kept_percent\":{},\"catch_up_seconds\":{}");
    }

    @Test
    void theJsonHasTheFiguresOfTheOverloadInPlaceOfTheGrowth() {
        Sample low = new Sample(1, 500, 0, 0, 0, 40, 150, 0, 0, 0);
        Sample high = new Sample(2, 900, 0, 0, 0, 40, 150, 0, 0, 0);
        PipelineOutcome pipeline = new PipelineOutcome("memory", List.of(low, high, low), 60, null, 100, 99);
        SoakResult result = new SoakResult(60, 100, List.of(pipeline), new Overload(20_000, List.of(outcome(9_500))));
        assertThat(result.json())
                .isEqualTo("{\"minutes\":1.0,\"events\":100,\"predictions\":{\"memory\":99},\"lost\":1,\"rate\":20000,"
                        + "\"capacity\":{\"memory\":10000},\"throughput\":{\"memory\":9500},"
                        + "\"kept_percent\":{\"memory\":95.0},\"catch_up_seconds\":{\"memory\":12.3},"
                        + "\"peak_resident_bytes\":{\"memory\":900}}");
        assertThat(result.shortcomings()).hasSize(1).first().asString().startsWith("memory: 100 events have 99");
    }
}
