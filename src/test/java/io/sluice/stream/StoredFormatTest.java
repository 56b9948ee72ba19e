package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import io.sluice.torch.ItemBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores that an earlier version wrote, with events after them and the predictions that this version gave. Today's
 * version must continue from those states.
 */
class StoredFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static JsonNode recorded(String name) throws IOException {
        JsonNode all =
                JSON.readTree(Path.of("src/test/resources/states/format-1.json").toFile());
        for (JsonNode one : all) {
            if (one.get("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError(name);
    }

    private static void assertContinues(
            String name, ServingModel model, Supplier<? extends StepModel> instances, Map<String, String> properties)
            throws IOException {
        JsonNode recorded = recorded(name);
        Map<String, String> recordedWith = new HashMap<>(properties);
        recordedWith.put("sluice.output.explain", "none");
        try (PipelineDriver driver = new PipelineDriver(model, instances, recordedWith)) {
            for (Map.Entry<String, JsonNode> state : recorded.get("states").properties()) {
                byte[] bytes = state.getValue().binaryValue();
                assertThat(bytes[0]).as("format").isEqualTo((byte) 1);
                driver.put(state.getKey(), bytes);
            }
            for (JsonNode event : recorded.get("after")) {
                driver.process(PipelineDriver.event(
                        event.get("key").asText(),
                        event.get("time").asLong(),
                        event.get("value").asText()));
                String prediction = new String(driver.predictions().get(0).value(), StandardCharsets.UTF_8);
                assertThat(comparable(prediction))
                        .isEqualTo(comparable(event.get("prediction").asText()));
            }
            assertThat(driver.states().values())
                    .allSatisfy(state -> assertThat(state[0]).isEqualTo((byte) 2));
            assertThat(driver.count("sluice.steps", "state", "resumed"))
                    .isEqualTo(recorded.get("after").size());
        }
    }

    /**
     * Leaves out what may differ: the offsets began elsewhere, and newer are the fields of silence and the names of the
     * numbers in {@code input} and {@code raw}.
     */
    private static String comparable(String prediction) {
        String same = prediction
                .replaceFirst("\"source\":\\{[^}]*}", "")
                .replaceFirst("\"judged\":(true|false),\"silent_left\":\\d+,", "");
        return Pattern.compile("\"(input|raw)\":\\{([^}]*)}")
                .matcher(same)
                .replaceAll(
                        named -> "\"" + named.group(1) + "\":[" + named.group(2).replaceAll("\"[^\"]*\":", "") + "]");
    }

    @Test
    void statesOfAnAnomalyModelContinueWithTheirOpenIncidents() throws IOException {
        ServingModel model = TestModels.spec(Map.of("open", 0.7, "close", 0.6, "quiet", 2.0), "a", "b", "c");
        assertContinues(
                "readings",
                model,
                () -> new ReadingModel(model.manifest().sizes()),
                Map.of("sluice.alert.topic", PipelineDriver.ALERTS));
    }

    @Test
    void statesOfAGruContinue() throws IOException {
        ServingModel model = TestModels.spec("a", "b", "c");
        assertContinues("gru", model, () -> TestModels.model(model), Map.of());
    }

    @Test
    void aStateThatCannotBeReadStartsItsKeyAgainAndIsCounted() throws IOException {
        ServingModel model = TestModels.spec("a");
        byte[] ofALaterVersion = {99, 0, 1, 2, 3};
        Map<String, String> properties = Map.of("sluice.state.ttl.ms", "1000", "sluice.alert.topic", "alerts");
        try (PipelineDriver driver = new PipelineDriver(model, () -> TestModels.model(model), properties)) {
            driver.put("pump", ofALaterVersion);
            driver.put("other", ofALaterVersion);
            driver.process(PipelineDriver.event("pump", 60_000, "no JSON"));
            driver.advanceWallClock(Duration.ofMinutes(5)); // a sweep
            assertThat(driver.states()).containsEntry("pump", ofALaterVersion);

            driver.poll(List.of(
                    PipelineDriver.event("pump", 60_100, "{\"a\": 1}"),
                    PipelineDriver.event("pump", 60_200, "{\"a\": 2}")));
            driver.process(PipelineDriver.event("other", 60_300, null));
            assertThat(driver.predictions())
                    .extracting(prediction ->
                            JSON.readTree(prediction.value()).get("step").asInt())
                    .containsExactly(1, 2);
            assertThat(driver.states()).containsOnlyKeys("pump");
            assertThat(driver.alerts()).isEmpty();
            assertThat(driver.count("sluice.steps", "state", "unreadable")).isEqualTo(1);
            assertThat(driver.count("sluice.steps", "state", "resumed")).isEqualTo(1);
            assertThat(driver.count("sluice.steps", "state", "fresh")).isZero();
        }
    }

    @Test
    void statesOfARankingContinueWithTheirSeenItems() throws IOException {
        ItemBundle.write(folder);
        LoadedBundle items = LoadedBundle.open(folder, "cpu");
        assertContinues(
                "items",
                ServingModel.of(items.bundle()),
                () -> items.newStepModel(512),
                Map.of("sluice.ranking.seen", "mask"));
    }
}
