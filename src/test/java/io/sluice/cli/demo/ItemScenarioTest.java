package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.offline.simulation.Click;
import io.sluice.offline.simulation.Shop;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ItemScenarioTest {
    private final ItemScenario scenario = new ItemScenario(1);

    private ScoredClick judge(String visit, String item, String... ranking) {
        Click click = new Click(visit, Instant.parse("2026-03-04T12:30:05Z"), 1, item, "", false);
        return scenario.judge(click, prediction(ranking));
    }

    private static JsonNode prediction(String... items) {
        ObjectNode prediction = JsonNodeFactory.instance.objectNode();
        for (String item : items) {
            prediction.withArray("ranking").addObject().put("item", item).put("score", 0.125);
        }
        return prediction;
    }

    @Test
    void itsEventsAreTheShoppersAndKnowTheirPredictions() {
        DemoScenario.Event event = scenario.next();

        assertThat(event.step()).isEqualTo(1);
        assertThat(event.json()).contains("\"item\":");
        assertThat(event.judge().apply(prediction("tea", "mug")).columns()).contains(event.key());
    }

    /** They are made by {@code simulate --seed 1}. */
    @Test
    void itsShoppersAreNotThoseThatTheShippedModelLearnedFrom() {
        Shop learned = new Shop(500, 1);

        assertThat(Stream.generate(scenario::next).limit(100).map(DemoScenario.Event::json))
                .doesNotContainAnyElementsOf(Stream.generate(learned::next)
                        .limit(100)
                        .map(Click::json)
                        .toList());
    }

    @Test
    void aClickIsInTheColumnsOfTheHeadingWithWhatComesNext() {
        assertThat(ScoredClick.HEADING)
                .isEqualTo("event time      visit          clicked                foreseen   what comes next");
        assertThat(judge("shopper-001/2", "kettle-alder-3", "tea", "mug", "pot", "tin")
                        .columns())
                .isEqualTo(
                        "03-04 12:30:05  shopper-001/2  kettle-alder-3         (first)    tea 0.13  mug 0.13  pot 0.13");
    }

    @Test
    void aClickSaysWhichRankItHadInTheRankingBefore() {
        judge("shopper-001/2", "kettle-alder-3", "tea", "mug");

        assertThat(judge("shopper-001/2", "mug", "tea").columns())
                .contains("mug                    rank 2     tea 0.13");
        assertThat(judge("shopper-001/2", "pot", "tea").columns())
                .contains("pot                    -          tea 0.13");
    }

    @Test
    void rankingsAreHeldAgainstWhatWasClickedMost() {
        judge("a", "tea", "mug", "pot");
        judge("a", "pot", "tea");
        judge("a", "tea", "tea");
        judge("a", "tin", "tea");

        assertThat(scenario.findings().summary())
                .containsExactly(
                        "  next click    66.7 % among the first 20, MRR@20 0.500, of 3 clicks that had one before them",
                        "  popularity    33.3 % among the first 20, MRR@20 0.333, by what was clicked most so far in this run");
        assertThat(scenario.findings().status())
                .isEqualTo("66.7 % of next clicks among the 20 ranked, 33.3 % among the 20 most clicked");
    }

    @Test
    void aSummaryOfNothingIsStillOne() {
        assertThat(scenario.findings().status()).isEqualTo("no click that had one before it");
        assertThat(scenario.findings().summary()).hasSize(2);
    }
}
