package io.sluice.offline.training.text;

import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.recipe.CardData;
import io.sluice.offline.training.text.TextMetrics.DocumentScores;
import io.sluice.offline.training.text.TextMetrics.TextScores;
import io.sluice.offline.training.text.TextMetrics.TurnScores;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The model card of a text bundle, its README.md: the model, its data, its accuracy and its limits.
 *
 * @param vocabulary the number of tokens of the tokenizer
 */
record TextCard(TextSettings settings, int vocabulary, Evidence<TextMetrics> evidence) {
    String text() {
        return about() + data() + accuracy() + limits();
    }

    private String about() {
        int state = new TextModule(settings).sizes().state();
        return """
                # %s %s

                Predicts the label of a text (%s), and the running label of its key (`running`): the mood of its \
                author so far.

                The tokenizer normalizes a text (Unicode NFKC, lower case) and splits it into words and marks. It \
                splits rare words into prefixes and suffixes (WordPiece, %d tokens). The model reads the first %d \
                tokens.

                Tables give %d numbers to each token, and to each pair of neighbouring tokens that occurs in at least \
                %d texts or documents of a data set. They are weights of linear models (NB-SVM; Wang and Manning \
                2012), learned from each data set over words and over character n-grams%s. The model sums the numbers \
                over the text. A small network predicts the label from the sums%s.

                A %s takes one step for each text. The state holds its memory and decaying sums of what the key's \
                texts said; gates decide how fast each sum decays. The state of a key has %d float32 (%d bytes). A \
                key never seen starts from zeros.

                `unsure` is true if the likeliest label has a probability below %s.

                """.formatted(
                settings.common().name(),
                settings.common().version(),
                settings.labels().stream().map(label -> '`' + label + '`').collect(Collectors.joining(", ")),
                vocabulary,
                settings.tokens(),
                settings.columns().count(),
                settings.minPairSamples(),
                settings.sets().size() > 1 ? ", and measures of which data set a token is typical of" : "",
                settings.context() ? " and from the earlier texts of the key" : "",
                settings.choice().describe(settings.hidden()),
                state,
                state * Float.BYTES,
                settings.sure());
    }

    private String data() {
        return CardData.text(settings.common(), evidence, CardData.sets(settings.common()), "a folder for each set");
    }

    private String accuracy() {
        @Nullable TextMetrics held = evidence.held();
        if (!evidence.folds().isEmpty()) {
            return "## Accuracy\n\n" + crossValidation() + tables(evidence.folds());
        }
        if (held != null) {
            return "## Accuracy\n\n" + validation() + tables(List.of(held));
        }
        return "## Accuracy\n\nNot measured on texts that training did not see; `--cross-validate 10` measures it.\n\n";
    }

    private String crossValidation() {
        return """
                Measured by %d-fold cross-validation: example i of the data, one set after the other, is in fold i \
                modulo %d. A model of this recipe and seed predicts each fold. Its vocabulary, its tables and its \
                network did not see the fold. A review is held out as a whole. Expect these figures for new texts of \
                these kinds. The weights of this bundle were trained on all examples%s. The figures are means over \
                the folds, with the lowest and the highest in brackets. %s

                """.formatted(
                        evidence.folds().size(),
                        evidence.folds().size(),
                        evidence.held() == null ? "" : " except those that chose their epoch",
                        settings.common().note());
    }

    private String validation() {
        return """
                Measured on every %dth example, and on the last %s of authors' messages by time. Training used them \
                only to choose the best epoch and the temperature. %s

                """.formatted(
                        Math.round(1 / settings.common().validationShare()),
                        settings.common().validationShare(),
                        settings.common().note());
    }

    private static String tables(List<TextMetrics> folds) {
        return texts(folds) + documents(folds) + turns(folds);
    }

    private static String texts(List<TextMetrics> folds) {
        String rows = bySet(folds, TextMetrics::texts, TextScores::set)
                .map(set -> row(
                        set.get(0).set(),
                        set.stream().mapToInt(TextScores::texts).sum(),
                        mean(set, TextScores::majority),
                        mean(set, TextScores::accuracy),
                        mean(set, TextScores::macroF1),
                        mean(set, TextScores::calibrationError),
                        mean(set, TextScores::unsure),
                        mean(set, TextScores::sureAccuracy)))
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : """
                **Texts**: each single text as a key never seen, and authors' messages in order. Majority: the \
                accuracy of always predicting the most frequent label. Macro-F1: the mean of the labels' F1. \
                Calibration error: the mean distance between the probability of the likeliest label and its accuracy \
                (15 bins). Unsure: the share of texts marked `unsure`. The last column is the accuracy of the other \
                texts.

                | set | texts | majority | accuracy | macro-F1 | calibration error | unsure | accuracy where sure |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                %s
                """.formatted(rows);
    }

    private static String documents(List<TextMetrics> folds) {
        String rows = bySet(folds, TextMetrics::documents, DocumentScores::set)
                .map(set -> row(
                        set.get(0).set(),
                        set.stream().mapToInt(DocumentScores::documents).sum(),
                        mean(set, DocumentScores::quarter),
                        mean(set, DocumentScores::half),
                        mean(set, DocumentScores::threeQuarters),
                        mean(set, DocumentScores::whole)))
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : """
                **Whole reviews**, sentence by sentence: the accuracy of `running` after a share of the sentences.

                | set | reviews | a quarter | half | three quarters | all |
                | --- | --- | --- | --- | --- | --- |
                %s
                """.formatted(rows);
    }

    private static String turns(List<TextMetrics> folds) {
        List<TurnScores> all = folds.stream()
                .map(TextMetrics::turns)
                .flatMap(Stream::ofNullable)
                .toList();
        return all.isEmpty()
                ? ""
                : """
                **Turns**: synthetic authors, composed of single texts that the model did not see. Their mood turns \
                after 3 to 40 texts, and %.0f %% of their texts have the label of the mood. `running` is the author's \
                mood after %s of the texts. The delay of a turn is the number of texts in the new mood up to the \
                first of two in a row with the right `running`. Of %d turns with at least 5 texts before and 8 after, \
                the median delay is %s; the share with a delay of at most 5 is %s.

                """.formatted(
                                100 * SyntheticAuthors.AGREEMENT,
                                mean(all, TurnScores::accuracy),
                                all.stream().mapToInt(TurnScores::turns).sum(),
                                mean(all, TurnScores::median, "%.0f"),
                                mean(all, TurnScores::withinFive));
    }

    /** Returns the scores of each set, one for each fold. */
    private static <T> Stream<List<T>> bySet(
            List<TextMetrics> folds, Function<TextMetrics, List<T>> part, Function<T, String> name) {
        return folds.stream()
                .flatMap(fold -> part.apply(fold).stream())
                .map(name)
                .distinct()
                .map(set -> folds.stream()
                        .flatMap(fold -> part.apply(fold).stream())
                        .filter(scores -> name.apply(scores).equals(set))
                        .toList());
    }

    private static String row(Object... cells) {
        return Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static <T> String mean(List<T> folds, Function<T, @Nullable Double> figure) {
        return mean(folds, figure, "%.3f");
    }

    /** Formats a mean, with the lowest and the highest value of several folds, or "none" if there is no value. */
    private static <T> String mean(List<T> folds, Function<T, @Nullable Double> figure, String format) {
        DoubleSummaryStatistics values = folds.stream()
                .map(figure)
                .flatMap(Stream::ofNullable)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        if (values.getCount() == 0) {
            return "none";
        }
        String mean = String.format(Locale.ROOT, format, values.getAverage());
        return values.getCount() == 1
                ? mean
                : mean
                        + String.format(
                                Locale.ROOT, " (" + format + " to " + format + ")", values.getMin(), values.getMax());
    }

    private String limits() {
        return """
                ## Limits

                The model judges other kinds of text by the words that they share with its data. Words that do not \
                occur in the data have no influence. %s
                """.formatted(settings.limits());
    }
}
