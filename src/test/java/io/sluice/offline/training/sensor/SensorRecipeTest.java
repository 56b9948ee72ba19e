package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.model.MissingCodes;
import io.sluice.model.ValueRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
