package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.TimestampUnit;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.model.MissingCodes;
import io.sluice.model.TimestampField;
import io.sluice.model.ValueRange;
import io.sluice.offline.training.recipe.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorRecipeTest {
    private static final Map<String, String> LIMITS =
            Map.of("field.celsius.range", "-50,150", "field.celsius.missing", "20.5,NaN");

    private static SensorRecipe recipe(Map<String, String> more) {
        return SensorBundles.recipe(List.of("celsius", "bar"), 8, more);
    }

    @Test
    void theManifestSaysWhichValuesAreReadings(@TempDir Path folder) throws IOException {
        SensorBundles.random(folder, recipe(LIMITS), 1);
        List<Manifest.Input.Field> fields =
                Bundle.open(folder).manifest().input().fields();
        assertThat(fields)
                .containsExactly(
                        new Manifest.Input.Field(
                                "celsius",
                                "/celsius",
                                new ValueRange(-50.0, 150.0),
                                new MissingCodes(List.of(20.5), List.of("NaN"))),
                        new Manifest.Input.Field("bar", "/bar"));
    }

    @Test
    void theManifestSaysWhereEventsHaveTheirFields(@TempDir Path folder) throws IOException {
        SensorRecipe recipe = recipe(Map.of(
                "field.celsius", "/reading/temp_c",
                "field.celsius.range", "-50,150",
                "timestamp", "/ts",
                "timestamp.unit", "seconds",
                "numbers.in.strings", "true"));
        SensorBundles.random(folder, recipe, 1);
        Manifest.Input.Numeric input =
                (Manifest.Input.Numeric) Bundle.open(folder).manifest().input();
        assertThat(input.fields()).extracting(Manifest.Input.Field::pointer).containsExactly("/reading/temp_c", "/bar");
        assertThat(input.fields().get(0).range()).isEqualTo(new ValueRange(-50.0, 150.0));
        assertThat(input.timestamp()).isEqualTo(new TimestampField("/ts", TimestampUnit.SECONDS));
        assertThat(input.numbersInStrings()).isTrue();
    }

    @Test
    void theUnitOfTheRecipeIsThatOfItsDataAndIgnoredColumnsAreSaidOnce(@TempDir Path folder) throws IOException {
        for (String file : List.of("a.csv", "b.csv")) {
            Files.writeString(folder.resolve(file), """
                    timestamp,site,celsius,bar
                    1772323200,x,20,1
                    1772323500,x,21,2
                    """);
        }
        Corpus<Series> corpus = recipe(Map.of("timestamp.unit", "seconds")).read(folder);
        assertThat(corpus.examples().get(0).events().get(0).timestamp()).isEqualTo(1_772_323_200_000L);
        assertThat(corpus.notes())
                .containsExactly("the recipe has no channels for these columns, which are ignored: site");
    }

    @Test
    void privateDataNeedsNoLicence(@TempDir Path folder) throws IOException {
        Map<String, String> keys = new HashMap<>(SensorBundles.keys(List.of("celsius", "bar"), 8));
        keys.remove("data.licence");
        SensorRecipe recipe = SensorRecipe.of(keys);
        assertThat(recipe.settings().licences()).isEqualTo("private data");
        SensorBundles.random(folder, recipe, 1);
        assertThat(Bundle.open(folder).manifest().trainedOn().get(0).licence()).isEqualTo("private data");
    }

    @Test
    void aValueThatIsNoReadingIsMissingInTheDataToo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("pump.csv"), """
                timestamp,celsius,bar
                2026-03-01 12:00:00,20.5,20.5
                2026-03-01 12:05:00,NaN,1
                2026-03-01 12:10:00,1e39,2
                2026-03-01 12:15:00,150,3
                """);
        Series pump = recipe(LIMITS).read(folder).examples().get(0);
        assertThat(IntStream.range(0, 4).mapToObj(row -> pump.events().get(row).isMissing(0)))
                .containsExactly(true, true, true, false);
        assertThat(IntStream.range(0, 4).mapToObj(row -> pump.events().get(row).isMissing(1)))
                .containsExactly(false, false, false, false);
    }

    @Test
    void aSettingOfAnUnknownChannelIsRefused() {
        assertThatThrownBy(() -> recipe(Map.of("field.kelvin.range", "0,")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("field.kelvin.range")
                .hasMessageContaining("its channels are [celsius, bar]");
    }

    @Test
    void aRecipeHasChannelsWithDistinctNames() {
        assertThatThrownBy(() -> SensorBundles.recipe(List.of(), 8, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("channels is empty");
        assertThatThrownBy(() -> SensorBundles.recipe(List.of("a", "b", "a"), 8, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("channels has a name twice: [a, b, a]");
    }

    @Test
    void aWeightOfADeviationThatTheNetworkHasIsTaken() {
        assertThat(profile("false", Map.of("scoring.deviation.hour.weight", "0.5", "scoring.open", "0.6"))
                        .sensor()
                        .scoring())
                .isEqualTo(Map.of("deviation.hour.weight", 0.5, "open", 0.6));
        assertThat(profile("true", Map.of("scoring.deviation.relation.weight", "1", "scoring.open", "0.6"))
                        .sensor()
                        .scoring())
                .isEqualTo(Map.of("deviation.relation.weight", 1.0, "open", 0.6));
    }

    @Test
    void aWeightOfADeviationThatTheNetworkDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> profile("false", Map.of("scoring.deviation.relation.weight", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key scoring.deviation.relation.weight")
                .hasMessageContaining("scoring.deviation.hour.weight")
                .hasMessageNotContaining("has scoring.deviation.relation");
        assertThatThrownBy(() -> profile("true", Map.of("scoring.deviation.hour.weight", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key scoring.deviation.hour.weight")
                .hasMessageContaining("scoring.deviation.relation.weight");
        assertThatThrownBy(() -> profile("false", Map.of("scoring.settle.events", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key scoring.settle.events");
    }

    @Test
    void aNumberOfFalseAlertsADayGoesIntoTheManifest() {
        Map<String, String> aDay = Map.of("scoring.false.alerts.per.day", "0.5", "scoring.events.per.day", "1440");
        assertThat(profile("false", aDay).sensor().scoring())
                .isEqualTo(Map.of("false.alerts.per.day", 0.5, "events.per.day", 1440.0));
        assertThatThrownBy(() -> profile("false", Map.of("scoring.false.alerts.per.day", "0.5")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set events.per.day");
    }

    private static SensorRecipe profile(String relations, Map<String, String> scoring) {
        Map<String, String> keys = new TreeMap<>(scoring);
        keys.put("scorer", "profile");
        keys.put("relations", relations);
        return recipe(keys);
    }
}
