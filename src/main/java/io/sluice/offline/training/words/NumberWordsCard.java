package io.sluice.offline.training.words;

import io.sluice.offline.training.loop.Evidence;
import java.util.stream.Collectors;

/** The README.md of a bundle that knows number words. */
record NumberWordsCard(NumberWordsRecipe recipe, Evidence<NumberWordsMetrics> evidence) {
    String text() {
        NumberWordsMetrics held = evidence.held();
        return """
                # %s %s

                Says which digit a number word means. An event is a text, one word: `seven` is 7, `again` is the digit \
                of the key's word before, `before` the one before that, `first` the one that the key began with; the \
                words are those of `words.tsv`, in five languages. So the same word means another digit for \
                another key. A key begins anew with the record header `sluice-reset: true`.

                The textbook's example: sequences of %d features (the word's first letters as numbers), a \
                %s, an output at every step, softmax over %d classes, sparse cross-entropy, Adam, %d epochs, batches of \
                %d sequences. `running` says the same as the label: what a word means depends on the key's past already. \
                Packed state: %d float32, zeros for a key never seen.

                    ./sluice run config/text.properties --set sluice.model=FOLDER

                ## Data

                Simulated: %d speakers of %d words, drawn by `simulation.seed` from `words.tsv`, which was written for \
                this; licence %s. In this folder, with `sluice` on the path and DATA the folder that has `words.tsv` (seed %d):

                    sluice train recipe.properties --data DATA --out OUT --seed %d%s

                ## Figures

                Speakers that were learned from: %s.

                %s

                %s## Limits

                It knows the words of its list and no others, and was taught sequences of %d words; how long it keeps \
                the first digit beyond that was not measured.
                """.formatted(
                        recipe.settings().name(),
                        recipe.settings().version(),
                        NumberWordsModule.LETTERS,
                        recipe.choice().describe(recipe.hidden()),
                        NumberWordsModule.DIGITS,
                        recipe.settings().epochs(),
                        recipe.batch(),
                        recipe.cell().sizes().state(),
                        recipe.speakers(),
                        recipe.words(),
                        recipe.settings().sets().get(0).licence(),
                        evidence.seed(),
                        evidence.seed(),
                        evidence.folds().isEmpty()
                                ? ""
                                : " --cross-validate " + evidence.folds().size(),
                        evidence.learned().summary(),
                        held == null
                                ? "Nothing was held back."
                                : "Speakers that were held back, and chose the epoch: " + held.summary() + ".",
                        folds(),
                        recipe.words());
    }

    private String folds() {
        if (evidence.folds().isEmpty()) {
            return "";
        }
        return evidence.folds().stream()
                .map(NumberWordsMetrics::summary)
                .collect(Collectors.joining(";\n", "Out of fold, fold by fold: ", ".\n\n"));
    }
}
