package io.sluice.offline.training;

import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Chart;
import io.sluice.offline.chart.Colour;
import io.sluice.offline.chart.Picture;
import io.sluice.offline.chart.Point;
import io.sluice.offline.training.loop.Epoch;
import io.sluice.offline.training.loop.TrainingResult;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Draws the losses of a training by epoch as an SVG picture.
 *
 * <p>One curve shows the loss on the training examples. Another one shows the validation loss, if examples were held
 * back; a dot marks the epoch whose weights were kept. Grey curves show the validation loss of each fold, or its
 * training loss if no examples were held back.
 */
final class LossCurves {
    private final String title;
    private final TrainingResult trained;
    private final List<? extends FoldResult<?>> folds;

    LossCurves(String title, TrainingResult trained, List<? extends FoldResult<?>> folds) {
        this.title = title;
        this.trained = trained;
        this.folds = List.copyOf(folds);
    }

    /** Returns the picture as an SVG document in UTF-8. */
    byte[] svg() {
        Chart chart = new Chart(title, Axis.whole("epoch"), Axis.of("loss"));
        folds.forEach(fold -> draw(chart, "folds", Colour.GREY, fold.epochs(), LossCurves::validationOrTraining));
        draw(chart, "learned", Colour.BLUE, trained.epochs(), Epoch::loss);
        if (trained.epochs().stream().anyMatch(epoch -> epoch.validation() != null)) {
            draw(chart, "held back", Colour.ORANGE, trained.epochs(), LossCurves::validationOrTraining);
            Epoch best = trained.epochs().get(trained.best() - 1);
            chart.dots("", Colour.ORANGE, List.of(new Point(best.epoch(), validationOrTraining(best))));
        }
        return new Picture(chart).svg();
    }

    /** Returns the validation loss, or the training loss if no example was held back. */
    private static double validationOrTraining(Epoch epoch) {
        return Objects.requireNonNullElse(epoch.validation(), epoch.loss());
    }

    private static void draw(
            Chart chart, String legend, Colour colour, List<Epoch> epochs, ToDoubleFunction<Epoch> loss) {
        List<Point> points = epochs.stream()
                .map(epoch -> new Point(epoch.epoch(), loss.applyAsDouble(epoch)))
                .toList();
        chart.line(legend, colour, colour == Colour.GREY ? 1 : 2, points);
        if (points.size() == 1) {
            chart.dots("", colour, points);
        }
    }
}
