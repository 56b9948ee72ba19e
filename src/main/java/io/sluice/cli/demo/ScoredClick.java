package io.sluice.cli.demo;

import io.sluice.cli.common.Columns;
import io.sluice.offline.simulation.Click;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A click, its prediction and the truth about it.
 *
 * @param rank that it had in the ranking before, 0 where it had none; null where it is its visit's first
 */
record ScoredClick(
        ItemPrediction prediction, Click click, @Nullable Integer rank) implements DemoScenario.Scored {
    /** How many of the items to come are shown. */
    static final int SHOWN = 3;

    private static final String COLUMNS = "%-14s  %-14s %-21s  %-9s  %s";
    static final String HEADING =
            String.format(COLUMNS, "event time", "visit", "clicked", "foreseen", "what comes next");

    @Override
    public String columns() {
        return String.format(COLUMNS, Columns.time(click.time()), click.session(), click.item(), foreseen(), next());
    }

    private String foreseen() {
        if (rank == null) {
            return "(first)";
        }
        return rank == 0 ? "-" : "rank " + rank;
    }

    private String next() {
        return prediction.ranking().stream()
                .limit(SHOWN)
                .map(next -> String.format(Locale.ROOT, "%s %.2f", next.item(), next.probability()))
                .collect(Collectors.joining("  "));
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}
