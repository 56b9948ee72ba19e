package io.sluice.score;

import java.util.List;

/** The predicted next items, the likeliest first. */
public record Ranking(List<RankedItem> items) implements Verdict {
    public Ranking {
        items = List.copyOf(items);
    }

    @Override
    public boolean isFinite() {
        return items.stream().allMatch(ranked -> Float.isFinite(ranked.score));
    }

    /**
     * An item of a ranking.
     *
     * @param score the probability of the item, in [0, 1], among all items that the model knows, including those that
     *     the ranking leaves out
     */
    public record RankedItem(String item, float score) {}
}
