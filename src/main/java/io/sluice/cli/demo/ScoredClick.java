package io.sluice.cli.demo;

import io.sluice.cli.common.Columns;
import io.sluice.offline.simulation.Click;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A click with its prediction and its ground truth.
 *
 * @param prediction the ranking of the items after this click
 * @param rank the rank of the clicked item in the previous ranking, from 1; 0 if it was not ranked; null for the first
 *     click of a visit
 */
record ScoredClick(
        ItemPrediction prediction, Click click, @Nullable Integer rank) implements DemoScenario.Scored {
    /** The number of ranked items that are shown. */
    static final int SHOWN = 3;

    private static final String COLUMNS = "%-14s  %-14s %-21s  %-9s  %s";
    static final String HEADING =
            String.format(COLUMNS, "event time", "visit", "clicked", "predicted", "likely next items");

    @Override
    public String columns() {
        return String.format(
                COLUMNS, Columns.time(click.time()), click.session(), click.item(), previousRank(), topItems());
    }

    private String previousRank() {
        if (rank == null) {
            return "(first)";
        }
        return rank == 0 ? "-" : "rank " + rank;
    }

    private String topItems() {
        return prediction.ranking().stream()
                .limit(SHOWN)
                .map(ranked -> String.format(Locale.ROOT, "%s %.2f", ranked.item(), ranked.probability()))
                .collect(Collectors.joining("  "));
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}
