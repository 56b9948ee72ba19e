package io.sluice.live;

import io.sluice.score.Anomaly;
import io.sluice.score.Classification;
import io.sluice.score.Ranking;
import io.sluice.score.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A prediction in one number or word.
 *
 * @param score the anomaly score, or the probability of the label or of the first item, in [0, 1]
 * @param label the event's label; null if the model gives no labels
 * @param top the likeliest next item; null if the model ranks no items
 * @param mood the probability of the last label for all of the key's events so far; NaN if the model gives no labels
 */
public record Headline(
        float score, @Nullable String label, @Nullable String top, float mood) {
    static Headline of(Verdict verdict) {
        if (verdict instanceof Classification classification) {
            return new Headline(
                    classification.event().largest(),
                    classification.event().label(),
                    null,
                    classification.running().ofLast());
        }
        if (verdict instanceof Ranking ranking) {
            Ranking.RankedItem first = ranking.items().get(0);
            return new Headline(first.score(), null, first.item(), Float.NaN);
        }
        return new Headline(((Anomaly) verdict).score(), null, null, Float.NaN);
    }
}
