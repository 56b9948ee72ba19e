package io.sluice.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTrainerTest {
    private static final Map<String, String> SMALL = Map.of(
            "name", "small",
            "channels", "value",
            "hidden", "8",
            "epochs", "4",
            "learning.rate", "0.02",
            "window.steps", "10",
            "lane.steps", "100",
            "data.set", "made",
            "data.licence", "none");

    private static final List<Series> ZIGZAG = List.of(
            series("a", t -> t % 3 == 0 ? 5 : 1), series("b", t -> t % 3 == 1 ? 50 : 10), series("c", t -> t % 3 - 1));

    @Test
    void trainingLowersTheLoss() throws IOException {
        List<Double> losses = new ArrayList<>();
        new ForecastTrainer(SensorRecipe.of(SMALL)).train(ZIGZAG, 1, losses::add);
        assertThat(losses).hasSize(4);
        assertThat(losses.get(3)).isLessThan(0.8 * losses.get(0));
    }

    @Test
    void trainingImprovesTheForecastsThatAreMeasured() throws IOException {
        SensorRecipe recipe = SensorRecipe.of(SMALL);
        ForecastTrainer trainer = new ForecastTrainer(recipe);
        double before =
                ForecastError.measure(recipe, trainer.initial(1), ZIGZAG).get(0).forecast();
        double after = ForecastError.measure(recipe, trainer.train(ZIGZAG, 1, loss -> {}), ZIGZAG)
                .get(0)
                .forecast();
        assertThat(after).isLessThan(0.9 * before);
    }

    @Test
    void oneSeedGivesTheSameWeightsBitForBit() throws IOException {
        ForecastTrainer trainer = new ForecastTrainer(SensorRecipe.of(SMALL));
        byte[] first = trainer.train(ZIGZAG, 1, loss -> {});
        assertThat(trainer.train(ZIGZAG, 1, loss -> {})).isEqualTo(first);
        assertThat(trainer.train(ZIGZAG, 2, loss -> {})).isNotEqualTo(first);
    }

    @Test
    void theErrorOfRepeatingTheLastReadingIsTheMeanAbsoluteChange() throws IOException {
        SensorRecipe recipe = SensorRecipe.of(SMALL);
        List<Series> one = List.of(series("ramp", t -> 3 * t));
        ForecastError error = ForecastError.measure(recipe, new ForecastTrainer(recipe).initial(1), one)
                .get(0);
        assertThat(error.persistence()).isEqualTo(3);
        assertThat(error.series()).isEqualTo("ramp");
    }

    @Test
    void aLossThatIsNotFiniteSaysWhatToChange() {
        Map<String, String> wild = new HashMap<>(SMALL);
        wild.put("learning.rate", "1e38");
        assertThatThrownBy(() -> new ForecastTrainer(SensorRecipe.of(wild)).train(ZIGZAG, 1, loss -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("not finite")
                .hasMessageContaining("learning.rate");
    }

    @Test
    void seriesThatNeverChangeTeachNothing() {
        Series flat = series("flat", t -> 1);
        assertThatThrownBy(() -> new ForecastTrainer(SensorRecipe.of(SMALL)).train(List.of(flat), 1, loss -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("nothing to forecast");
    }

    @Test
    void crossValidationMeasuresEverySeriesOnceInTheFoldThatDidNotSeeIt() throws IOException {
        List<CrossValidation.Fold> folds = CrossValidation.run(SensorRecipe.of(SMALL), ZIGZAG, 3, 1, line -> {});
        assertThat(folds)
                .extracting(fold -> fold.error().series() + fold.fold())
                .containsExactly("a1", "b2", "c3");
        byte[] withoutA = new ForecastTrainer(SensorRecipe.of(SMALL)).train(ZIGZAG.subList(1, 3), 1, loss -> {});
        assertThat(folds.get(0).error())
                .isEqualTo(ForecastError.measure(SensorRecipe.of(SMALL), withoutA, ZIGZAG.subList(0, 1))
                        .get(0));
    }

    private static Series series(String name, IntToDoubleFunction value) {
        return new Series(
                name,
                IntStream.range(0, 100)
                        .mapToObj(t -> new Event(300_000L * t, (float) value.applyAsDouble(t)))
                        .toList());
    }
}
