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
 * The metrics of a text model on texts, documents and synthetic authors. A kind that the data lacks has no metrics.
 *
 * @param turns absent if there are no single texts to compose synthetic authors from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TextMetrics(
        List<TextScores> texts,
        List<DocumentScores> documents,
        @Nullable TurnScores turns) implements Metrics {
    TextMetrics {
        texts = List.copyOf(texts);
        documents = List.copyOf(documents);
    }

    /**
     * The metrics of the texts of a data set: single texts, each as a key never seen, or the texts of threads in order.
     *
     * @param set the name of the set; followed by {@code , running} if these are the metrics of the running label
     * @param majority the share of the most frequent label: the accuracy of always predicting it
     * @param accuracy the share of texts whose likeliest label is right
     * @param macroF1 the mean of the labels' F1
     * @param calibrationError the expected calibration error: the mean distance between the probability of the
     *     likeliest label and its accuracy, in 15 bins of equal width, weighted by texts (Guo et al. 2017)
     * @param unsure the share of texts whose probability is below the scoring parameter {@code sure}
     * @param sureAccuracy the accuracy of the other texts; absent if there are none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TextScores(
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
    record DocumentScores(
            String set,
            int documents,
            double majority,
            double quarter,
            double half,
            double threeQuarters,
            double whole) {}

    /**
     * The metrics of {@link SyntheticAuthors}, whose mood turns.
     *
     * @param streams the number of authors
     * @param accuracy the share of texts after which the running label is the author's mood
     * @param turns the number of turns with at least 5 texts before and 8 after
     * @param median the median delay of a turn: the number of texts in the new mood, up to the first of two in a row
     *     after which the running label is the new mood; absent without turns
     * @param withinFive the share of turns with a delay of at most 5 texts; absent without turns
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TurnScores(
            int streams,
            double accuracy,
            int turns,
            @Nullable Double median,
            @Nullable Double withinFive) {
        private String summary() {
            String delay =
                    median == null ? "no turns" : String.format(Locale.ROOT, "turns found in %.1f texts", median);
            return String.format(Locale.ROOT, "running mood of synthetic authors %.3f, ", accuracy) + delay;
        }
    }

    @Override
    public String summary() {
        String accuracies = Stream.concat(
                        texts.stream().map(scores -> accuracy(scores.set(), scores.accuracy())),
                        documents.stream().map(scores -> accuracy(scores.set(), scores.whole())))
                .collect(Collectors.joining(", "));
        return "accuracy " + accuracies + (turns == null ? "" : "; " + turns.summary());
    }

    private static String accuracy(String set, double accuracy) {
        return String.format(Locale.ROOT, "%s %.4f", set, accuracy);
    }

    @Override
    public List<String> doubts() {
        return Stream.concat(
                        texts.stream().map(scores -> doubt(scores.set(), scores.accuracy(), scores.majority())),
                        documents.stream().map(scores -> doubt(scores.set(), scores.whole(), scores.majority())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> doubt(String set, double accuracy, double majority) {
        return accuracy > majority
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "its accuracy on %s is %.4f; always predicting the most frequent label has %.4f",
                        set,
                        accuracy,
                        majority));
    }
}
