package io.sluice.training;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How well a model tells the mood of texts, of documents and of streams. */
record TextFigures(List<OfTexts> texts, List<OfDocuments> documents, OfTurns turns) implements Figures {
    TextFigures {
        texts = List.copyOf(texts);
        documents = List.copyOf(documents);
    }

    /**
     * Single texts of a data set, each as a key never seen.
     *
     * @param accuracy the share whose likelier label is the right one
     * @param calibrationError expected calibration error: the mean distance, weighted by texts, between the probability of
     *     the likelier label and how often it is right, in 15 bins of equal width (Guo et al. 2017)
     * @param unsure the share below the scoring's {@code sure}
     * @param sureAccuracy the accuracy of the others
     */
    record OfTexts(
            String set, int texts, double accuracy, double calibrationError, double unsure, double sureAccuracy) {}

    /** The accuracy of the running label after a quarter, half, three quarters and the whole of each document. */
    record OfDocuments(String set, int documents, double quarter, double half, double threeQuarters, double whole) {}

    /**
     * Streams composed of the single texts, whose mood turns ({@link MoodStreams}).
     *
     * @param accuracy the share of texts after which the running label is the author's mood
     * @param turns turns with at least 5 texts before and 8 after
     * @param median texts from the first in the new mood to the first of two in a row after which the running label is it
     * @param withinFive the share of turns for which that is at most the fifth text of the new mood
     */
    record OfTurns(int streams, double accuracy, int turns, double median, double withinFive) {}

    @Override
    public String summary() {
        String ofTexts = texts.stream()
                .map(set -> String.format(Locale.ROOT, "%s %.4f", set.set(), set.accuracy()))
                .collect(Collectors.joining(", "));
        String ofDocuments = documents.stream()
                .map(set -> String.format(Locale.ROOT, ", %s %.4f", set.set(), set.whole()))
                .collect(Collectors.joining());
        return "accuracy " + ofTexts + ofDocuments
                + String.format(
                        Locale.ROOT,
                        "; running mood of streams %.3f, turns seen in %.1f texts",
                        turns.accuracy(),
                        turns.median());
    }
}
