package io.sluice.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Forecast errors on series that training did not see: series i of the sorted list belongs to fold i modulo K, and is
 * measured under a model trained on the other folds from the same seed.
 */
final class CrossValidation {
    private CrossValidation() {}

    /** A series' errors under the model that did not see its fold; folds count from 1. */
    record Fold(int fold, ForecastError error) {}

    /**
     * Trains {@code folds} models.
     *
     * @param progress is given a line for each fold
     * @throws TrainingException where there are fewer series than folds
     */
    static List<Fold> run(SensorRecipe recipe, List<Series> series, int folds, long seed, Consumer<String> progress)
            throws IOException {
        if (folds < 2 || folds > series.size()) {
            throw new TrainingException("--cross-validate " + folds + ": give from 2 to " + series.size()
                    + " folds, as many as there are series");
        }
        List<Fold> found = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            List<Series> learned = select(series, i -> i % folds != held);
            byte[] archive = new ForecastTrainer(recipe).train(learned, seed, loss -> {});
            List<ForecastError> errors = ForecastError.measure(recipe, archive, select(series, i -> i % folds == held));
            errors.forEach(error -> found.add(new Fold(held + 1, error)));
            progress.accept("fold " + (fold + 1) + " of " + folds + ": forecast better than the last value on "
                    + errors.stream().filter(ForecastError::isBelowPersistence).count() + " of " + errors.size()
                    + " series not seen");
        }
        return found;
    }

    private static List<Series> select(List<Series> series, IntPredicate which) {
        return IntStream.range(0, series.size())
                .filter(which)
                .mapToObj(series::get)
                .toList();
    }
}
