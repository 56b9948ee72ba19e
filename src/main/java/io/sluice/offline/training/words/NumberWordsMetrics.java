package io.sluice.offline.training.words;

import io.sluice.offline.training.loop.Metrics;
import java.util.Locale;

/**
 * The accuracy of the likeliest digit, for all words and for each {@link DigitWord.Meaning}.
 *
 * @param words the number of words
 */
record NumberWordsMetrics(int words, double accuracy, double named, double last, double before, double first)
        implements Metrics {
    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "accuracy %.4f on %d words (named %.4f, last %.4f, before %.4f, first %.4f)",
                accuracy,
                words,
                named,
                last,
                before,
                first);
    }
}
