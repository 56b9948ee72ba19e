package io.sluice.offline.training.text;

import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.recipe.CardData;
import io.sluice.offline.training.text.TextMetrics.OfDocuments;
import io.sluice.offline.training.text.TextMetrics.OfTexts;
import io.sluice.offline.training.text.TextMetrics.OfTurns;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The README.md of a text bundle: what it is, its data, and how well it tells moods.
 *
 * @param vocabulary how many tokens the tokenizer knows
 */
record TextCard(TextRecipe recipe, int vocabulary, Evidence<TextMetrics> evidence) {
    String text() {
        return about() + data() + measured() + limits();
    }

    private String about() {
        return """
                # %s %s

                Says what a text means (%s), and what the mood of its key has come to (`running`).

                Text is normalised (Unicode NFKC, lower case) and divided into words and marks; rare words into \
                beginnings and endings (WordPiece, %d tokens). The first %d tokens are read. Tables give each token, and \
                each pair of neighbours that is in at least %d texts or documents of a set, %d numbers: what linear models \
                (NB-SVM; Wang and Manning 2012) of each data set, over words and over runs of characters, make of it, and \
                which set it is typical of. They are summed, and a small network weighs the sums%s: that is this text. A \
                %s steps once for each text; beside its hidden vector the state keeps sums of what was said, \
                from which gates let go of what is past. That is the key so far, %d float32 (%d bytes), zeros for a key \
                never seen.

                `unsure` is true where the likelier label has a probability below %s.

                """.formatted(
                        recipe.settings().name(),
                        recipe.settings().version(),
                        recipe.labels().stream().map(label -> '`' + label + '`').collect(Collectors.joining(", ")),
                        vocabulary,
                        recipe.tokens(),
                        recipe.pairCount(),
                        recipe.columns().all(),
                        recipe.context() ? ", with what the key said before" : "",
                        recipe.choice().describe(recipe.hidden()),
                        recipe.cell().sizes().state(),
                        recipe.cell().sizes().state() * Float.BYTES,
                        recipe.sure());
    }

    private String data() {
        return CardData.text(recipe.settings(), evidence, CardData.sets(recipe.settings()), "a folder for each set");
    }

    private String measured() {
        @Nullable TextMetrics held = evidence.held();
        if (!evidence.folds().isEmpty()) {
            return "## Accuracy\n\n" + outOfFold() + tables(evidence.folds());
        }
        if (held != null) {
            return "## Accuracy\n\n" + heldBack() + tables(List.of(held));
        }
        return "## Accuracy\n\nNot measured on texts that training did not see; `--cross-validate 10` does it.\n\n";
    }

    private String outOfFold() {
        return """
                Out of fold: %d-fold cross-validation (example i of the data, sets one after the other, is in fold i modulo \
                %d), each example under a model of this recipe and seed that did not see its fold: neither its vocabulary \
                nor its tables nor its network. A review is held back as a whole. These are the figures to expect of new \
                texts of these kinds; the shipped weights were trained on all%s. Means over the folds, with the least and \
                the most. %s

                """.formatted(
                        evidence.folds().size(),
                        evidence.folds().size(),
                        evidence.held() == null ? "" : " but what chose their epoch",
                        recipe.settings().note());
    }

    private String heldBack() {
        return """
                On every %dth example (of authors' messages on the last %s of them by time), which training saw only to \
                choose the best epoch and the temperature. %s

                """.formatted(
                        Math.round(1 / recipe.settings().validationShare()),
                        recipe.settings().validationShare(),
                        recipe.settings().note());
    }

    private static String tables(List<TextMetrics> folds) {
        return texts(folds) + documents(folds) + turns(folds);
    }

    private static String texts(List<TextMetrics> folds) {
        String rows = sets(folds, TextMetrics::texts, OfTexts::set)
                .map(set -> row(
                        set.get(0).set(),
                        set.stream().mapToInt(OfTexts::texts).sum(),
                        mean(set, OfTexts::majority),
                        mean(set, OfTexts::accuracy),
                        mean(set, OfTexts::macroF1),
                        mean(set, OfTexts::calibrationError),
                        mean(set, OfTexts::unsure),
                        mean(set, OfTexts::sureAccuracy)))
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : """
                **Texts**: single ones each as a key never seen, authors' messages in their order. Majority: what always \
                giving the most frequent label scores. Macro-F1: the mean of the labels' F1. Calibration error: the mean \
                distance between the probability of the likeliest label and how often it is right (15 bins). Unsure: the \
                share so marked; the last column is the accuracy of the others.

                | set | texts | majority | accuracy | macro-F1 | calibration error | unsure | accuracy where sure |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                %s
                """.formatted(rows);
    }

    private static String documents(List<TextMetrics> folds) {
        String rows = sets(folds, TextMetrics::documents, OfDocuments::set)
                .map(set -> row(
                        set.get(0).set(),
                        set.stream().mapToInt(OfDocuments::documents).sum(),
                        mean(set, OfDocuments::quarter),
                        mean(set, OfDocuments::half),
                        mean(set, OfDocuments::threeQuarters),
                        mean(set, OfDocuments::whole)))
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : """
                **Whole reviews**, a sentence an event: the accuracy of `running` after a part of the sentences.

                | set | reviews | a quarter | half | three quarters | all |
                | --- | --- | --- | --- | --- | --- |
                %s
                """.formatted(rows);
    }

    private static String turns(List<TextMetrics> folds) {
        List<OfTurns> all = folds.stream()
                .map(TextMetrics::turns)
                .flatMap(Stream::ofNullable)
                .toList();
        return all.isEmpty()
                ? ""
                : """
                **Turns**: streams composed of single texts that the model did not see, of authors whose mood turns after 3 \
                to 40 texts and who are in line with it in %.0f of 100. After %s of the texts `running` is the author's \
                mood. Of %d turns with enough texts around them, `running` is right from the new mood's text number %s on \
                (median; for two texts in a row at least), from one of the first five on for %s.

                """.formatted(
                                100 * SyntheticAuthors.IN_LINE,
                                mean(all, OfTurns::accuracy),
                                all.stream().mapToInt(OfTurns::turns).sum(),
                                mean(all, OfTurns::median, "%.0f"),
                                mean(all, OfTurns::withinFive));
    }

    /** The figures of each set, by fold. */
    private static <T> Stream<List<T>> sets(
            List<TextMetrics> folds, Function<TextMetrics, List<T>> part, Function<T, String> name) {
        return folds.stream()
                .flatMap(fold -> part.apply(fold).stream())
                .map(name)
                .distinct()
                .map(set -> folds.stream()
                        .flatMap(fold -> part.apply(fold).stream())
                        .filter(figures -> name.apply(figures).equals(set))
                        .toList());
    }

    private static String row(Object... cells) {
        return Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static <T> String mean(List<T> folds, Function<T, @Nullable Double> figure) {
        return mean(folds, figure, "%.3f");
    }

    /** With the least and the most where there are several; "none" where nothing was there to measure. */
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

                Other kinds of text than the data's are judged by the words they share with it, and words that do not \
                occur there say nothing. %s
                """.formatted(recipe.limits());
    }
}
