package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.event.NumericEvent;
import io.sluice.offline.training.loop.Epoch;
import io.sluice.offline.training.loop.GarbageLearner;
import io.sluice.offline.training.loop.Learner;
import io.sluice.offline.training.loop.Quiet;
import io.sluice.offline.training.loop.Trainer;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.loop.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorLearnerTest {
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("recipe", "sensor-forecast"),
            Map.entry("name", "small"),
            Map.entry("channels", "value"),
            Map.entry("hidden", "8"),
            Map.entry("epochs", "4"),
            Map.entry("learning.rate", "0.02"),
            Map.entry("window.steps", "10"),
            Map.entry("lane.steps", "100"),
            Map.entry("data.set", "made"),
            Map.entry("data.licence", "none"));

    private static final List<Series> ZIGZAG = List.of(
            series("a", t -> t % 3 == 0 ? 5 : 1), series("b", t -> t % 3 == 1 ? 50 : 10), series("c", t -> t % 3 - 1));

    @TempDir
    private Path folder;

    @Test
    void trainingLowersTheLoss() throws IOException {
        List<Epoch> epochs = train(SMALL, ZIGZAG).epochs();
        assertThat(epochs).hasSize(4);
        assertThat(epochs.get(3).loss()).isLessThan(0.8 * epochs.get(0).loss());
    }

    @Test
    void trainingImprovesTheMeasuredForecasts() throws IOException {
        SensorLearner learner = SensorRecipe.of(SMALL).learner(ZIGZAG, 1);
        double before = error(learner, learner.initial(), ZIGZAG).forecast();
        double after = error(learner, train(SMALL, ZIGZAG).archive(), ZIGZAG).forecast();
        assertThat(after).isLessThan(0.9 * before);
    }

    @Test
    void theErrorOfRepeatingTheLastReadingIsTheMeanAbsoluteChange() throws IOException {
        List<Series> one = List.of(series("ramp", t -> 3 * t));
        SensorLearner learner = SensorRecipe.of(SMALL).learner(one, 1);
        ForecastError error = error(learner, learner.initial(), one);
        assertThat(error.persistence()).isEqualTo(3);
        assertThat(error.series()).isEqualTo("ramp");
    }

    @Test
    void theRatioComparesTheErrorsWithThoseOfRepeatingTheLastReading() {
        ForecastErrors errors = new ForecastErrors(List.of(
                new ForecastError("half", 1, 2),
                new ForecastError("twice", 60, 30),
                new ForecastError("a tenth", 1, 10),
                new ForecastError("never changes", 0, 0)));
        assertThat(errors.ratio()).isCloseTo(Math.cbrt(0.1), within(1e-12));
        assertThat(errors.summary())
                .isEqualTo("forecasts better than repeating the last reading on 2 of 4 series, error ratio 0.4642");
    }

    @Test
    void seriesThatNeverChangeTeachNothing() {
        assertThatThrownBy(() -> train(SMALL, List.of(series("flat", t -> 1))))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("there is nothing to forecast");
    }

    /** Garbage collection may come at any time. */
    @Test
    void garbageCollectionChangesNoWeight() throws IOException {
        SensorLearner learner = SensorRecipe.of(SMALL).learner(ZIGZAG, 1);
        byte[] collected = train(SMALL, new GarbageLearner<>(learner), ZIGZAG, folder.resolve("collected"))
                .archive();
        assertThat(collected).isEqualTo(train(SMALL, ZIGZAG).archive());
    }

    private TrainingResult train(Map<String, String> properties, List<Series> series) throws IOException {
        return train(properties, SensorRecipe.of(properties).learner(series, 1), series, folder);
    }

    private static TrainingResult train(
            Map<String, String> properties, Learner<Series, ?> learner, List<Series> series, Path checkpoint)
            throws IOException {
        return new Trainer(SensorRecipe.of(properties).settings(), 1, Quiet.LISTENER, () -> false)
                .train("all", learner, series, List.of(), Quiet.checkpoint(checkpoint, 1));
    }

    private static ForecastError error(SensorLearner learner, byte[] archive, List<Series> series) throws IOException {
        return learner.measure(archive, series).series().get(0);
    }

    private static Series series(String name, IntToDoubleFunction value) {
        return new Series(
                name,
                IntStream.range(0, 100)
                        .mapToObj(t -> new NumericEvent(300_000L * t, (float) value.applyAsDouble(t)))
                        .toList());
    }
}
