package io.sluice.score;

import java.util.List;

/** The items that come next, the likeliest first. */
public record Ranking(List<RankedItem> items) implements Verdict {
    public Ranking {
        items = List.copyOf(items);
    }

    /**
     * An item of a ranking.
     *
     * @param score the probability, in [0, 1], that the model gives the item among all that it knows; what is left out
     *     of a ranking keeps its share
     */
    public record RankedItem(String item, float score) {}
}
