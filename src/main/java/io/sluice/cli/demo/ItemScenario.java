package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.offline.Plural;
import io.sluice.offline.simulation.Click;
import io.sluice.offline.simulation.ClickGroundTruth;
import io.sluice.offline.simulation.ClickReport;
import io.sluice.offline.simulation.Shop;
import java.util.List;
import java.util.Locale;

/** Simulated shoppers, and the accuracy of the rankings of their next clicks. */
@Internal
public final class ItemScenario implements DemoScenario {
    private static final int SHOPPERS = 500;
    private static final Setup SETUP =
            new Setup("items", SHOPPERS + " simulated shoppers", "next-item", "item", ScoredClick.HEADING, "");

    private final Shop shop;
    private final ClickGroundTruth groundTruth = new ClickGroundTruth();

    /** Makes shoppers that differ from those of {@code simulate} with the same seed, on which the model was trained. */
    public ItemScenario(long seed) {
        this.shop = new Shop(SHOPPERS, ~seed);
    }

    @Override
    public Setup setup() {
        return SETUP;
    }

    @Override
    public Event next() {
        Click click = shop.next();
        return new Event(click.session(), click.step(), click.json(), prediction -> score(click, prediction));
    }

    ScoredClick score(Click click, JsonNode json) {
        ItemPrediction prediction = ItemPrediction.parse(json);
        return new ScoredClick(prediction, click, groundTruth.score(click, prediction.items()));
    }

    @Override
    public Findings findings() {
        ClickReport report = groundTruth.report();
        return new Findings(
                status(report),
                List.of(
                        "  next click    " + words(report.model()) + ", over " + Plural.format(report.clicks(), "click")
                                + " that follow another click of the visit",
                        "  popularity    " + words(report.popularity())
                                + ", if items are ranked by their clicks so far in this run"));
    }

    private static String status(ClickReport report) {
        return report.clicks() == 0
                ? "no visit with a second click yet"
                : String.format(
                        Locale.ROOT,
                        "%.1f %% of next clicks in the model's top 20, %.1f %% in the 20 most clicked items",
                        100 * report.model().hitRate(),
                        100 * report.popularity().hitRate());
    }

    private static String words(ClickReport.Metrics figures) {
        return String.format(
                Locale.ROOT, "%.1f %% in the top 20, MRR@20 %.3f", 100 * figures.hitRate(), figures.reciprocalRank());
    }
}
