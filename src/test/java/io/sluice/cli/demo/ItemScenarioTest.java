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

    private ScoredClick score(String visit, String item, String... ranking) {
        Click click = new Click(visit, Instant.parse("2026-03-04T12:30:05Z"), 1, item, "", false);
        return scenario.score(click, prediction(ranking));
    }

    private static JsonNode prediction(String... items) {
        ObjectNode prediction = JsonNodeFactory.instance.objectNode();
        for (String item : items) {
            prediction.withArray("ranking").addObject().put("item", item).put("score", 0.125);
        }
        return prediction;
    }

    @Test
    void anEventIsAClickThatScoresItsPrediction() {
        DemoScenario.Event event = scenario.next();

        assertThat(event.step()).isEqualTo(1);
        assertThat(event.json()).contains("\"item\":");
        assertThat(event.scorer().apply(prediction("tea", "mug")).columns()).contains(event.key());
    }

    /** {@code simulate --seed 1} makes the shoppers for the training. */
    @Test
    void theShoppersDifferFromThoseOfTheTraining() {
        Shop training = new Shop(500, 1);

        assertThat(Stream.generate(scenario::next).limit(100).map(DemoScenario.Event::json))
                .doesNotContainAnyElementsOf(Stream.generate(training::next)
                        .limit(100)
                        .map(Click::json)
                        .toList());
    }

    @Test
    void aClickFillsTheColumnsOfTheHeading() {
        assertThat(ScoredClick.HEADING)
                .isEqualTo("event time      visit          clicked                predicted  likely next items");
        assertThat(score("shopper-001/2", "kettle-alder-3", "tea", "mug", "pot", "tin")
                        .columns())
                .isEqualTo(
                        "03-04 12:30:05  shopper-001/2  kettle-alder-3         (first)    tea 0.13  mug 0.13  pot 0.13");
    }

    @Test
    void aClickShowsItsRankInThePreviousRanking() {
        score("shopper-001/2", "kettle-alder-3", "tea", "mug");

        assertThat(score("shopper-001/2", "mug", "tea").columns())
                .contains("mug                    rank 2     tea 0.13");
        assertThat(score("shopper-001/2", "pot", "tea").columns())
                .contains("pot                    -          tea 0.13");
    }

    @Test
    void rankingsAreComparedWithTheMostClickedItems() {
        score("a", "tea", "mug", "pot");
        score("a", "pot", "tea");
        score("a", "tea", "tea");
        score("a", "tin", "tea");

        assertThat(scenario.findings().summary())
                .containsExactly(
                        "  next click    66.7 % in the top 20, MRR@20 0.500, over 3 clicks that follow another click of the visit",
                        "  popularity    33.3 % in the top 20, MRR@20 0.333,"
                                + " if items are ranked by their clicks so far in this run");
        assertThat(scenario.findings().status())
                .isEqualTo("66.7 % of next clicks in the model's top 20, 33.3 % in the 20 most clicked items");
    }

    @Test
    void theSummaryWorksWithoutEvents() {
        assertThat(scenario.findings().status()).isEqualTo("no visit with a second click yet");
        assertThat(scenario.findings().summary()).hasSize(2);
    }
}
