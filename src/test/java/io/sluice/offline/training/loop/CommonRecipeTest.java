package io.sluice.offline.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.training.tracker.Tracker;
import io.sluice.offline.training.item.NextItemRecipe;
import io.sluice.offline.training.recipe.Split;
import io.sluice.offline.training.sensor.SensorRecipe;
import io.sluice.offline.training.words.NumberWordsRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class CommonRecipeTest {
    @Test
    void oneLicenceHoldsForAllDataSets() {
        assertThat(settings(Map.of("data.set", "a,b", "data.licence", "MIT")).sets())
                .extracting(CommonRecipe.DataSet::licence)
                .containsExactly("MIT", "MIT");
    }

    @Test
    void eachDataSetCanHaveItsOwnLicence() {
        assertThat(settings(Map.of("data.set", "a,b", "data.licence", "MIT,CC0"))
                        .sets())
                .extracting(CommonRecipe.DataSet::licence)
                .containsExactly("MIT", "CC0");
        assertThatThrownBy(() -> settings(Map.of("data.set", "a,b,c", "data.licence", "MIT,CC0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("3 sets")
                .hasMessageContaining("2 licences");
    }

    @Test
    void patienceNeedsValidationExamples() {
        assertThatThrownBy(() -> settings(Map.of("patience", "3")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("validation.share");
    }

    @Test
    void anUnknownScheduleIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("schedule", "linear")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cosine");
    }

    @Test
    void theRateRisesInTheWarmUpAndFallsToZeroAfterIt() {
        Tracker rates = Schedule.COSINE.tracker(0.1, 100, 20);
        assertThat(rates.getNewValue(10)).isCloseTo(0.05f, within(1e-6f));
        assertThat(rates.getNewValue(20)).isCloseTo(0.1f, within(1e-6f));
        assertThat(rates.getNewValue(60)).isCloseTo(0.05f, within(1e-6f));
        assertThat(rates.getNewValue(100)).isCloseTo(0f, within(1e-6f));
        assertThat(Schedule.CONSTANT.tracker(0.1, 100, 0).getNewValue(99)).isEqualTo(0.1f);
    }

    @Test
    void eachExampleThatMayBeHeldBackIsInExactlyOneFold() {
        List<Integer> examples = IntStream.range(0, 20).boxed().toList();
        List<Integer> held = IntStream.rangeClosed(1, 3)
                .mapToObj(fold -> Split.fold(examples, i -> i >= 10, fold, 3))
                .peek(split -> assertThat(split.learned())
                        .hasSize(20 - split.held().size())
                        .doesNotContainAnyElementsOf(split.held()))
                .flatMap(split -> split.held().stream())
                .toList();
        assertThat(held)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(10, 20).boxed().toList());
    }

    @Test
    void validationExamplesAreSpreadEvenly() {
        List<Integer> examples = IntStream.range(0, 20).boxed().toList();
        assertThat(Split.share(examples, i -> true, 0.25).held()).containsExactly(3, 7, 11, 15, 19);
        assertThat(Split.share(examples, i -> true, 0).held()).isEmpty();
        assertThatThrownBy(() -> Split.share(examples.subList(0, 3), i -> true, 0.25))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("validation.share 0.25 of 3 examples is less than one example");
    }

    @Test
    void theDocumentsHaveEveryKeyOfARecipe() throws IOException {
        String recipes = Files.readString(Path.of("docs/recipes.md"));
        assertThat(SensorRecipe.keys()).allSatisfy(key -> assertThat(recipes).contains("`" + key + "`"));
        assertThat(NextItemRecipe.keys()).allSatisfy(key -> assertThat(recipes).contains("`" + key + "`"));
        assertThat(NumberWordsRecipe.keys())
                .allSatisfy(key -> assertThat(recipes).contains("`" + key + "`"));
    }

    private static CommonRecipe settings(Map<String, String> more) {
        Map<String, String> properties =
                new HashMap<>(Map.of("recipe", "any", "name", "any", "data.set", "made", "data.licence", "none"));
        properties.putAll(more);
        return CommonRecipe.read(CommonRecipe.parse(CommonRecipe.keys(), properties));
    }
}
