package io.sluice.offline.training.item;

import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.recipe.CardData;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The README.md of a bundle that ranks items: what it is, its data, and how well it ranks.
 *
 * @param items how many the model knows
 */
record NextItemCard(NextItemRecipe recipe, NextItemModule cell, int items, Evidence<NextItemMetrics> evidence) {
    String text() {
        return about() + data() + measured() + limits();
    }

    private String about() {
        return """
                # %s %s

                After each click, ranks all items by the probability that they are clicked next: the first %d of %d.

                A mixture of %d distributions. A %s steps once a click over embeddings of items and gives a probability \
                to every item (GRU4Rec). Each of the key's last %d distinct items gives one to the up to %d \
                that follow it most, one to as many that are clicked in the same sessions, and one to itself, which is \
                counted, not learned. A small network draws from what the cell gives what each is believed. What is kept of \
                a key is %d float32 (%d bytes), zeros for a key never seen: the cell's memory and the ids of its \
                last items. An item that is not in the vocabulary is a step like others, but is never ranked. `score` \
                is a probability over all items.

                """.formatted(
                        recipe.settings().name(),
                        recipe.settings().version(),
                        cell.output().depth(),
                        items,
                        cell.parts(),
                        recipe.choice().describe(recipe.hidden()),
                        recipe.recent(),
                        recipe.rules(),
                        cell.sizes().state(),
                        cell.sizes().state() * Float.BYTES);
    }

    private String data() {
        long clicks = evidence.files().stream().mapToLong(DataFile::rows).sum();
        String learned = clicks + " clicks of " + CardData.sets(recipe.settings());
        return CardData.text(recipe.settings(), evidence, learned, "the data");
    }

    private String measured() {
        @Nullable NextItemMetrics held = evidence.held();
        String title = "## Accuracy\n\n";
        if (!evidence.folds().isEmpty()) {
            return title + "Out of fold, mean over the folds (least to most): " + figures(evidence.folds())
                    + " These are the figures to expect of new sessions of the same time. " + note();
        }
        return held == null
                ? title + note()
                : title + "On every " + Math.round(1 / recipe.settings().validationShare())
                        + "th session, which training saw only to choose the best epoch: " + figures(List.of(held))
                        + ' ' + note();
    }

    private String note() {
        return recipe.settings().note() + "\n\n`./sluice evaluate --format sessions` measures it beside popularity,"
                + " Markov, sequential rules and item-kNN.\n\n";
    }

    private static String figures(List<NextItemMetrics> folds) {
        return "Recall@20 " + mean(folds, NextItemMetrics::recall) + ", MRR@20 "
                + mean(folds, NextItemMetrics::reciprocalRank) + ". Of the mixture's parts, without learning anew: the"
                + " network's softmax alone " + mean(folds, fold -> fold.cell().recall()) + ", "
                + mean(folds, fold -> fold.cell().reciprocalRank()) + "; what was counted, without it, "
                + mean(folds, fold -> fold.counts().recall()) + ", "
                + mean(folds, fold -> fold.counts().reciprocalRank()) + '.';
    }

    private static String mean(List<NextItemMetrics> folds, ToDoubleFunction<NextItemMetrics> figure) {
        double[] values = folds.stream().mapToDouble(figure).sorted().toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        String mean = String.format(Locale.ROOT, "%.3f", sum / values.length);
        return values.length == 1
                ? mean
                : mean + String.format(Locale.ROOT, " (%.3f to %.3f)", values[0], values[values.length - 1]);
    }

    private static String limits() {
        return """
                ## Limits

                What is new in the catalogue is never ranked until the model is trained again. The order of the clicks \
                counts, their times do not. What is ranked first is what most clicked next, which is not what is best \
                for anyone.
                """;
    }
}
