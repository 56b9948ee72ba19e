package io.sluice.offline.training.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.offline.training.loop.Metrics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How well a model tells the mood of texts, of documents and of streams; what there was none of was not measured.
 *
 * @param turns absent where there are no single texts to compose streams of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TextMetrics(
        List<OfTexts> texts,
        List<OfDocuments> documents,
        @Nullable OfTurns turns) implements Metrics {
    TextMetrics {
        texts = List.copyOf(texts);
        documents = List.copyOf(documents);
    }

    /**
     * Texts of a data set: single ones, each as a key never seen, or those of threads in their order.
     *
     * @param set its name; with {@code , running} what was judged is the running label
     * @param majority the share of the most frequent label: what always giving it would score
     * @param accuracy the share whose likelier label is the right one
     * @param macroF1 the mean of the labels' F1
     * @param calibrationError expected calibration error: the mean distance, weighted by texts, between the probability
     *     of the likelier label and how often it is right, in 15 bins of equal width (Guo et al. 2017)
     * @param unsure the share below the scoring's {@code sure}
     * @param sureAccuracy the accuracy of the others; absent where there are none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfTexts(
            String set,
            int texts,
            double majority,
            double accuracy,
            double macroF1,
            double calibrationError,
            double unsure,
            @Nullable Double sureAccuracy) {}

    /**
     * The accuracy of the running label after a quarter, half, three quarters and the whole of each document.
     *
     * @param majority the share of the most frequent label
     */
    record OfDocuments(
            String set,
            int documents,
            double majority,
            double quarter,
            double half,
            double threeQuarters,
            double whole) {}

    /**
     * Streams composed of the single texts, whose mood turns ({@link SyntheticAuthors}).
     *
     * @param accuracy the share of texts after which the running label is the author's mood
     * @param turns turns with at least 5 texts before and 8 after
     * @param median (absent without turns, as the next) texts from the first in the new mood to the first of two in a
     *     row after which the running label is it
     * @param withinFive the share of turns for which that is at most the fifth text of the new mood
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfTurns(
            int streams,
            double accuracy,
            int turns,
            @Nullable Double median,
            @Nullable Double withinFive) {
        private String summary() {
            String seen = median == null ? "no turns" : String.format(Locale.ROOT, "turns seen in %.1f texts", median);
            return String.format(Locale.ROOT, "running mood of streams %.3f, ", accuracy) + seen;
        }
    }

    @Override
    public String summary() {
        String accuracies = Stream.concat(
                        texts.stream().map(set -> accuracy(set.set(), set.accuracy())),
                        documents.stream().map(set -> accuracy(set.set(), set.whole())))
                .collect(Collectors.joining(", "));
        return "accuracy " + accuracies + (turns == null ? "" : "; " + turns.summary());
    }

    private static String accuracy(String set, double accuracy) {
        return String.format(Locale.ROOT, "%s %.4f", set, accuracy);
    }

    @Override
    public List<String> doubts() {
        return Stream.concat(
                        texts.stream().map(set -> doubt(set.set(), set.accuracy(), set.majority())),
                        documents.stream().map(set -> doubt(set.set(), set.whole(), set.majority())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> doubt(String set, double accuracy, double majority) {
        return accuracy > majority
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "it is right on %.4f of %s; always giving the most frequent label is on %.4f",
                        accuracy,
                        set,
                        majority));
    }
}
