package io.sluice.offline.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.ServingModel;
import io.sluice.runtime.LoadedBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExpectedPredictionsTest {
    private static final LoadedBundle BUNDLE = LoadedBundle.open(Path.of("models/sensor-anomaly/onnx"), "cpu");
    private static final ServingModel MODEL = ServingModel.of(BUNDLE.bundle());

    private static ExpectedPredictions expected() {
        KeyedReadings readings = new KeyedReadings(MODEL.channels());
        return new ExpectedPredictions(MODEL, BUNDLE.newStepModel(4), readings, List.of(3, 8));
    }

    @Test
    void eachRoundContinuesTheStatesOfTheLastOne() {
        try (ExpectedPredictions expected = expected()) {
            assertThat(expected.next()).hasSize(2).allSatisfy((key, prediction) -> assertThat(
                            prediction.path("step").asInt())
                    .isEqualTo(1));
            assertThat(expected.round()).isEqualTo(1);
            Map<Integer, JsonNode> second = expected.next();
            assertThat(second.get(8).path("key").asText()).isEqualTo("key-8");
            assertThat(second.get(8).path("step").asInt()).isEqualTo(2);
        }
    }
}
