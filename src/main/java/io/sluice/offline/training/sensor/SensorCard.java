package io.sluice.offline.training.sensor;

import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.recipe.CardData;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The README.md of a sensor bundle: what it is, its data, and how well it forecasts. */
record SensorCard(SensorRecipe recipe, Evidence<ForecastErrors> evidence) {
    String text() {
        return about() + data() + (evidence.folds().isEmpty() ? notMeasured() : measured()) + limits();
    }

    private String about() {
        return """
                # %s %s

                Says how surprising each reading of a sensor is, and forecasts the next one. Channels: %s.

                Every key is normalised online: all that the model knows of a key is in its packed state of %d float32 \
                (%d bytes), zeros for a key never seen. Seven simple forecasters (last value, three averages, last \
                change, seasonal curve, autoregression) run beside each other; a %s sees what they say, how \
                well they did and the clock, weighs them and adds a correction. %s %s A missing reading \
                surprises by 0; `expected` of a channel's first reading is that reading. Readings are \
                held within 1e30.

                """.formatted(
                        recipe.settings().name(),
                        recipe.settings().version(),
                        String.join(", ", recipe.channels()),
                        recipe.cell().sizes().state(),
                        recipe.cell().sizes().state() * Float.BYTES,
                        recipe.choice().describe(recipe.hidden()),
                        recipe.surprise().about(),
                        judged());
    }

    private String judged() {
        if (!recipe.relations()) {
            return "The scorer judges each by its own past"
                    + (recipe.scoring().getOrDefault("surprise.weight", 1.0) > 0
                            ? "."
                            : "; the surprise is told, and has no part in the score.");
        }
        return """
                They are outputs and no more: what the scorer judges, each by its own past, is how far a channel is from what \
                the others say of it, at once and smoothed over some five readings. For that the state has the running \
                covariance of the channels, which is not trained but learned from each key. A channel that breaks is told \
                though it says nothing unusual by itself; that the machine as a whole leaves its usual course is not.""";
    }

    private String data() {
        String chose =
                evidence.held() == null ? "" : " (" + evidence.held().series().size() + " more chose the epoch)";
        String learned = evidence.learned().series().size() + " files of " + CardData.sets(recipe.settings()) + chose;
        return CardData.text(recipe.settings(), evidence, learned, "the data");
    }

    private String notMeasured() {
        String held = evidence.held() == null
                ? ""
                : "On the files that chose the epoch: " + evidence.held().summary() + ". ";
        return "## Forecasts\n\n" + held
                + "Not measured on series that had no part in training; `--cross-validate 5` does it.\n\n";
    }

    private String measured() {
        return """
                ## Forecasts

                Mean absolute error (MAE) of the forecast of the next reading, and of repeating the last reading, over \
                each whole file as a key never seen, in the file's own unit. Out of fold: %d-fold cross-validation over \
                files (file i of the sorted list is in fold i modulo %d), each file under a model of this recipe and \
                seed that did not see its fold. These are the figures to expect of new series.

                **Below repeating the last reading: %d of %d files** (%s); a tie counts as not below. The shipped \
                weights were trained on all files: on those, which it saw, %d of %d. %s

                | file | fold | MAE | MAE of repeating | ratio |
                | --- | --- | --- | --- | --- |
                %s
                """.formatted(
                evidence.folds().size(),
                evidence.folds().size(),
                evidence.folds().stream().mapToLong(ForecastErrors::below).sum(),
                evidence.folds().stream().mapToInt(fold -> fold.series().size()).sum(),
                byFold(),
                evidence.learned().below(),
                evidence.learned().series().size(),
                recipe.settings().note(),
                rows());
    }

    private String byFold() {
        return evidence.folds().stream()
                .map(fold -> fold.below() + "/" + fold.series().size())
                .collect(Collectors.joining(", ", "by fold ", ""));
    }

    private String rows() {
        SortedMap<String, String> rows = new TreeMap<>();
        for (int fold = 1; fold <= evidence.folds().size(); fold++) {
            for (ForecastError error : evidence.folds().get(fold - 1).series()) {
                rows.put(error.series(), row(fold, error));
            }
        }
        return String.join("", rows.values());
    }

    private static String row(int fold, ForecastError error) {
        String ratio = error.persistence() == 0
                ? "tie"
                : String.format(Locale.ROOT, "%.3f", error.forecast() / error.persistence());
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.6g | %.6g | %s |\n",
                error.series(),
                fold,
                error.forecast(),
                error.persistence(),
                ratio);
    }

    private String limits() {
        return """
                ## Limits

                The forecast looks one reading ahead. The seasonal curve knows the day and the week in UTC, the hours' \
                means the day; both need some days of a key. Scores and thresholds are the scorer's, not the model's; \
                how well both detect, %s measures.
                """.formatted(recipe.relations() ? "`sluice demo sensor --channels N`" : "`sluice evaluate`");
    }
}
