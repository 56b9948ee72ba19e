package io.sluice.offline.training.item;

import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.recipe.CardData;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The model card of a next-item bundle, its README.md: the model, its data, its accuracy and its limits.
 *
 * @param items the number of items that the model knows
 */
record NextItemCard(NextItemSettings settings, NextItemModule module, int items, Evidence<NextItemMetrics> evidence) {
    String text() {
        return about() + data() + accuracy() + limits();
    }

    private String about() {
        return """
                # %s %s

                After each click, ranks all items by the probability that they are clicked next. The output has the \
                first %d of %d items.

                The probabilities are a mixture of %d distributions. A %s takes one step for each click over \
                embeddings of items, and gives a probability to every item (GRU4Rec). Each of the key's last %d \
                distinct items adds three distributions. The first is over up to %d items that most often follow it. \
                The second is over the same number of items that are clicked in the same sessions. The third is the \
                item again. These are counted, not learned. A \
                small network weighs all distributions. Its input is the output of the cell, the number of clicks of \
                these items, and the place of a repeated item.

                The state of a key has %d float32 (%d bytes): the memory of the cell and the ids of the key's last \
                items. A key never seen starts from zeros. An item that the vocabulary lacks takes a step, but is \
                never ranked. `score` is a probability over all items.

                """.formatted(
                        settings.common().name(),
                        settings.common().version(),
                        module.output().depth(),
                        items,
                        module.parts(),
                        settings.choice().describe(settings.hidden()),
                        settings.recent(),
                        settings.rules(),
                        module.sizes().state(),
                        module.sizes().state() * Float.BYTES);
    }

    private String data() {
        long clicks = evidence.files().stream().mapToLong(DataFile::rows).sum();
        String learned = clicks + " clicks of " + CardData.sets(settings.common());
        return CardData.text(settings.common(), evidence, learned, "the data");
    }

    private String accuracy() {
        @Nullable NextItemMetrics held = evidence.held();
        String title = "## Accuracy\n\n";
        if (!evidence.folds().isEmpty()) {
            return title + "Cross-validation, mean over the folds (lowest to highest): " + metrics(evidence.folds())
                    + " Expect these figures for new sessions from the same time. " + note();
        }
        return held == null
                ? title + note()
                : title + "Measured on every "
                        + Math.round(1 / settings.common().validationShare())
                        + "th session, which training used only to choose the best epoch: " + metrics(List.of(held))
                        + ' ' + note();
    }

    private String note() {
        return settings.common().note()
                + "\n\n`./sluice evaluate --format sessions` compares the model with popularity,"
                + " Markov, sequential rules and item-kNN.\n\n";
    }

    private static String metrics(List<NextItemMetrics> folds) {
        return "Recall@20 " + mean(folds, NextItemMetrics::recall) + ", MRR@20 "
                + mean(folds, NextItemMetrics::reciprocalRank)
                + ". Parts of the same mixture: the softmax of the network"
                + " alone " + mean(folds, fold -> fold.cell().recall()) + ", "
                + mean(folds, fold -> fold.cell().reciprocalRank()) + "; the counted distributions alone "
                + mean(folds, fold -> fold.counts().recall()) + ", "
                + mean(folds, fold -> fold.counts().reciprocalRank()) + '.';
    }

    private static String mean(List<NextItemMetrics> folds, ToDoubleFunction<NextItemMetrics> metric) {
        double[] values = folds.stream().mapToDouble(metric).sorted().toArray();
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

                The model does not rank new items of the catalogue until it is trained again. It sees the order of \
                the clicks and not their times. It ranks first the items that most sessions clicked next, which are \
                not always the best for a particular user.
                """;
    }
}
