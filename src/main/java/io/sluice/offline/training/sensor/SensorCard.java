package io.sluice.offline.training.sensor;

import io.sluice.model.Manifest;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.recipe.CardData;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The model card (README.md) of a sensor bundle: the model, its data, and its forecast errors. */
record SensorCard(SensorSettings settings, Evidence<ForecastErrors> evidence) {
    private static final String PROFILE_OF_READINGS = """
            The scorer (`profile`) judges the readings by their own past: their value, level, activity, rarity and \
            shape, and repeats. The error of the forecast counts for incidents alone. Surprise and deviations are part \
            of the prediction, but not of the score.""";

    private static final String PROFILE_OF_RELATIONS = """
            The scorer (`profile`) judges repeated readings, for incidents the error of the forecast, and above all the \
            relations between the channels: the distance of each channel from its prediction by the other channels. \
            It judges each distance by its own past.""";

    private static final String TAILS_OF_RELATIONS = """
            These values are part of the prediction, but not of the score. The scorer judges the relations between \
            the channels: the distance of each channel from its prediction by the other channels, at once and \
            smoothed over about five readings. It judges each distance by its own past.""";

    private static final String COVARIANCE = """
            For this purpose the state holds the running covariance of the channels, which is not trained but \
            computed from the readings of the key.

            So the score detects a broken channel even if its own readings look usual. It does not detect a machine \
            that leaves its usual state as a whole.""";

    String text() {
        return about() + data() + (evidence.folds().isEmpty() ? notCrossValidated() : crossValidated()) + limits();
    }

    private String about() {
        int state = settings.module().sizes().state();
        return """
                # %s %s

                This model gives the surprise of each sensor reading and forecasts the next reading. Its channels: %s.

                All readings are normalised online. The model keeps everything that it learns about a key in the \
                packed state of that key. The state has %d float32 values (%d bytes). They are zero for a key that \
                was never seen.

                Seven simple forecasters run in parallel: last value, three averages, last change, seasonal curve and \
                autoregression. A %s sees their forecasts, their errors and the clock. It weights the forecasts and \
                adds a correction.

                %s

                %s

                A missing reading has a surprise of 0. The output `expected` for the first reading of a channel is \
                that reading. Readings are clamped to the range from -1e30 to 1e30.

                """.formatted(
                        settings.common().name(),
                        settings.common().version(),
                        String.join(", ", settings.channels()),
                        state,
                        state * Float.BYTES,
                        settings.choice().describe(settings.hidden()),
                        settings.surprise().about(),
                        judged());
    }

    /** Describes the outputs that the scorer judges. */
    private String judged() {
        boolean profile = settings.scorer() == Manifest.ScorerKind.PROFILE;
        if (settings.relations()) {
            return (profile ? PROFILE_OF_RELATIONS : TAILS_OF_RELATIONS) + " " + COVARIANCE;
        }
        if (profile) {
            return PROFILE_OF_READINGS;
        }
        return "The scorer judges each of these values by its own past"
                + (settings.scoring().getOrDefault("surprise.weight", 1.0) > 0
                        ? "."
                        : ", except the surprise: it is part of the prediction, but not of the score.");
    }

    private String data() {
        String validation =
                evidence.held() == null ? "" : " (" + evidence.held().series().size() + " more for validation)";
        String learned = evidence.origin().count(evidence.learned().series().size()) + " of "
                + CardData.sets(settings.common()) + validation;
        return CardData.text(settings.common(), evidence, learned, "the data");
    }

    private String notCrossValidated() {
        String held = evidence.held() == null
                ? ""
                : "On the validation " + examples() + ", which chose the epoch: "
                        + evidence.held().summary() + ". ";
        return "## Forecasts\n\n" + held
                + "This model was not measured on " + examples() + " that had no part in its training."
                + " `--cross-validate 5` does so.\n\n";
    }

    private String crossValidated() {
        return """
                ## Forecasts

                The table compares the mean absolute error (MAE) of two forecasts of the next reading: the forecast of \
                the model, and the last reading repeated. %s, and its errors are \
                in the unit of the %s. The figures come from a %d-fold cross-validation over the %s (%s i of \
                the sorted list is in fold i modulo %d). Each %s was measured by a model with the same recipe and \
                seed that did not see its fold. So these are the figures to expect on new series.

                **The MAE of the model is below that of repeating the last reading on %d of %d %s** (%s). A tie \
                counts as not below. The shipped weights were trained on all %s; on these %s their MAE is below \
                on %d of %d. %s

                | %s | fold | MAE | MAE of repeating | ratio |
                | --- | --- | --- | --- | --- |
                %s
                """.formatted(
                evidence.origin().isFolder() ? "Each file is one key that was never seen" : "Each key was never seen",
                evidence.origin().isFolder() ? "file" : "readings",
                evidence.folds().size(),
                examples(),
                example(),
                evidence.folds().size(),
                example(),
                evidence.folds().stream().mapToLong(ForecastErrors::below).sum(),
                evidence.folds().stream().mapToInt(fold -> fold.series().size()).sum(),
                examples(),
                byFold(),
                examples(),
                examples(),
                evidence.learned().below(),
                evidence.learned().series().size(),
                settings.common().note(),
                example(),
                rows());
    }

    private String example() {
        return evidence.origin().example();
    }

    private String examples() {
        return evidence.origin().examples();
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

                The forecast looks one reading ahead. The seasonal curve follows the day and the week in UTC, and the \
                means of the hours follow the day. Both need several days of a key. Scores and thresholds belong to \
                the scorer, not to the model. %s measures the detection of anomalies by both together.
                """.formatted(settings.relations() ? "`sluice demo sensor --channels N`" : "`sluice evaluate`");
    }
}
