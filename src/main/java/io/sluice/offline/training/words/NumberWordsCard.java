package io.sluice.offline.training.words;

import io.sluice.offline.training.loop.Evidence;
import java.util.stream.Collectors;

/** The model card of a number-words bundle, its README.md. */
record NumberWordsCard(NumberWordsSettings settings, Evidence<NumberWordsMetrics> evidence) {
    String text() {
        NumberWordsMetrics held = evidence.held();
        return """
                # %s %s

                Predicts which digit a number word means. An event is a text of one word. `seven` means 7, `again` \
                the digit of the key's last word, `before` the digit of the word before that, and `first` the digit \
                of the key's first word. The words are in `words.tsv`, in five languages. So the same word can mean \
                different digits for different keys. The record header `sluice-reset: true` starts a key again.

                This is the textbook example. It has sequences of %d features (the first letters of a word as \
                numbers), a %s, an output at every step, and softmax over %d classes. It was trained with sparse \
                cross-entropy, Adam, %d epochs, and batches of %d sequences. `running` equals the label, because the \
                meaning of a word already depends on the key's past. The packed state has %d float32. A key \
                never seen starts from zeros.

                    ./sluice run config/text.properties --set sluice.model=FOLDER

                ## Data

                Trained on %d simulated speakers with %d words each. `simulation.seed` decides the words that are \
                drawn from `words.tsv`. This list was written for the model; licence %s.

                The recipe is `recipe.properties`. To train the model again with seed %d, run this command in the \
                folder of this file. DATA is the folder that holds `words.tsv`:

                    sluice train recipe.properties --data DATA --out OUT --seed %d%s

                ## Accuracy

                Training set: %s.

                %s

                %s## Limits

                The model knows the words of its list and no others. It was trained on sequences of %d words. How \
                long it remembers the first digit of a longer sequence was not measured.
                """.formatted(
                        settings.common().name(),
                        settings.common().version(),
                        NumberWordsModule.LETTERS,
                        settings.choice().describe(settings.hidden()),
                        NumberWordsModule.DIGITS,
                        settings.common().epochs(),
                        settings.batchSize(),
                        settings.module().sizes().state(),
                        settings.sequences(),
                        settings.words(),
                        settings.common().sets().get(0).licence(),
                        evidence.seed(),
                        evidence.seed(),
                        evidence.folds().isEmpty()
                                ? ""
                                : " --cross-validate " + evidence.folds().size(),
                        evidence.learned().summary(),
                        held == null
                                ? "No validation set was held back."
                                : "Validation set, which chose the epoch: " + held.summary() + ".",
                        folds(),
                        settings.words());
    }

    private String folds() {
        if (evidence.folds().isEmpty()) {
            return "";
        }
        return evidence.folds().stream()
                .map(NumberWordsMetrics::summary)
                .collect(Collectors.joining(";\n", "Cross-validation, fold by fold: ", ".\n\n"));
    }
}
