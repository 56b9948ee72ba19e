package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.cli.common.Plural;
import io.sluice.offline.simulation.Click;
import io.sluice.offline.simulation.ClickGroundTruth;
import io.sluice.offline.simulation.ClickReport;
import io.sluice.offline.simulation.Shop;
import java.util.List;
import java.util.Locale;

/** Shoppers of a simulated shop, and how well their next clicks are foreseen. */
@Internal
public final class ItemScenario implements DemoScenario {
    private static final int SHOPPERS = 500;
    private static final Stage STAGE =
            new Stage(SHOPPERS + " simulated shoppers", "next-item", "item", ScoredClick.HEADING, "");

    private final Shop shop;
    private final ClickGroundTruth ledger = new ClickGroundTruth();

    /** Shoppers whom {@code simulate} with the same seed does not write: the shipped model has learned from those. */
    public ItemScenario(long seed) {
        this.shop = new Shop(SHOPPERS, ~seed);
    }

    @Override
    public Stage stage() {
        return STAGE;
    }

    @Override
    public Event next() {
        Click click = shop.next();
        return new Event(click.session(), click.step(), click.json(), prediction -> judge(click, prediction));
    }

    ScoredClick judge(Click click, JsonNode json) {
        ItemPrediction prediction = ItemPrediction.of(json);
        return new ScoredClick(prediction, click, ledger.score(click, prediction.items()));
    }

    @Override
    public Findings findings() {
        ClickReport report = ledger.report();
        return new Findings(
                status(report),
                List.of(
                        "  next click    " + words(report.model()) + ", of " + Plural.of(report.clicks(), "click")
                                + " that had one before them",
                        "  popularity    " + words(report.popularity())
                                + ", by what was clicked most so far in this run"));
    }

    private static String status(ClickReport report) {
        return report.clicks() == 0
                ? "no click that had one before it"
                : String.format(
                        Locale.ROOT,
                        "%.1f %% of next clicks among the 20 ranked, %.1f %% among the 20 most clicked",
                        100 * report.model().hitRate(),
                        100 * report.popularity().hitRate());
    }

    private static String words(ClickReport.Figures figures) {
        return String.format(
                Locale.ROOT,
                "%.1f %% among the first 20, MRR@20 %.3f",
                100 * figures.hitRate(),
                figures.reciprocalRank());
    }
}
