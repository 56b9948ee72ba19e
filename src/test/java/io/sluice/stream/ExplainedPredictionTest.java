package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sluice.engine.ServingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Where predictions and alerts say what deviated. A surprise is the reading itself. */
class ExplainedPredictionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServingModel SPEC = TestModels.spec("value");
    private static final int CALM = 60;

    /** The predictions of calm readings, and of two loud ones; then the alert. */
    private static List<JsonNode> told(String explain) throws IOException {
        List<PipelineDriver.Input> events = new ArrayList<>();
        for (int i = 0; i < CALM; i++) {
            events.add(event("pump", 1000L * i, "{\"value\":" + (i % 10) / 10.0 + "}"));
        }
        events.add(event("pump", 1000L * CALM, "{\"value\":50.5}"));
        events.add(event("pump", 1000L * CALM + 1000, "{\"value\":0.1}"));
        Map<String, String> properties =
                Map.of("sluice.alert.topic", PipelineDriver.ALERTS, "sluice.output.explain", explain);
        try (PipelineDriver driver =
                new PipelineDriver(SPEC, () -> new ReadingModel(SPEC.manifest().sizes()), properties)) {
            driver.poll(events);
            JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("topics/prediction.schema.json")));
            List<JsonNode> told = new ArrayList<>();
            for (TestRecord<byte[], byte[]> prediction : driver.predictions()) {
                told.add(JSON.readTree(prediction.value()));
            }
            assertThat(told).allSatisfy(one -> assertThat(schema.validate(one)).isEmpty());
            told.addAll(AlertJson.of(driver));
            return told;
        }
    }

    @Test
    void byDefaultTheEventsOfAnIncidentAndItsAlertAreExplained() throws IOException {
        List<JsonNode> told = told("alerts");
        assertThat(told).hasSize(CALM + 3);
        assertThat(told.subList(0, CALM)).noneMatch(prediction -> prediction.has("explain"));
        assertThat(told.subList(CALM, CALM + 3)).allMatch(prediction -> prediction.has("explain"));
        JsonNode explain = told.get(CALM).get("explain");
        assertThat(told.get(CALM + 2).get("explain")).isEqualTo(explain);
        assertThat(explain.get("text").asText()).startsWith("value is 50.5").endsWith("surprise (100 %).");
        JsonNode channel = explain.at("/channels/value");
        assertThat(channel.get("value").floatValue()).isEqualTo(50.5f);
        assertThat(channel.get("usual").isNull()).isTrue();
        assertThat(channel.get("frequency").floatValue()).isBetween(0f, 0.01f);
        assertThat(channel.at("/parts/surprise").floatValue()).isPositive();
    }

    @Test
    void allPredictionsAreExplainedIfAsked() throws IOException {
        assertThat(told("all")).hasSize(CALM + 3).allMatch(one -> one.has("explain"));
    }

    @Test
    void nothingIsExplainedIfAsked() throws IOException {
        assertThat(told("none")).hasSize(CALM + 3).noneMatch(one -> one.has("explain"));
    }
}
