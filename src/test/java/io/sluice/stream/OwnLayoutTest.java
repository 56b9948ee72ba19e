package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Events in a layout of the user's own, through the whole pipeline. */
class OwnLayoutTest {
    private static final ServingModel MODEL = TestModels.spec("temp", "bar");
    private static final Map<String, String> LAYOUT = Map.of(
            "sluice.output.raw", "true",
            "sluice.event.key", "/machine/id",
            "sluice.event.field.temp", "/reading/temp_c",
            "sluice.event.field.bar", "/reading/values/0",
            "sluice.event.timestamp", "/ts",
            "sluice.event.timestamp.unit", "seconds",
            "sluice.event.numbers.in.strings", "true");

    private static PipelineDriver pipeline(Map<String, String> properties) {
        return new PipelineDriver(MODEL, () -> TestModels.model(MODEL), properties);
    }

    private static Map<String, String> without(String key) {
        Map<String, String> properties = new HashMap<>(LAYOUT);
        properties.remove(key);
        return properties;
    }

    private static String event(String timestamp) {
        return "{\"machine\":{\"id\":\"m-1\"},\"ts\":" + timestamp
                + ",\"reading\":{\"temp_c\":\"21.5\",\"values\":[3]}}";
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void keyTimeAndChannelsAreReadWhereTheSettingsSay() throws IOException {
        try (PipelineDriver driver = pipeline(LAYOUT)) {
            driver.process(PipelineDriver.event("other", 1, event("1772323200")));
            JsonNode prediction =
                    new ObjectMapper().readTree(driver.predictions().get(0).value());
            assertThat(prediction.get("key").asText()).isEqualTo("m-1");
            assertThat(prediction.get("timestamp").asText()).isEqualTo("2026-03-01T00:00:00.000Z");
            assertThat(prediction.at("/input/temp").floatValue()).isEqualTo(21.5f);
            assertThat(prediction.at("/input/bar").floatValue()).isEqualTo(3f);
        }
    }

    @Test
    void aTimeInSecondsWithoutTheSettingIsADeadLetterThatNamesIt() {
        try (PipelineDriver driver = pipeline(without("sluice.event.timestamp.unit"))) {
            driver.process(PipelineDriver.event("other", 1, event("1772323200")));
            TestRecord<byte[], byte[]> letter = driver.deadLetters().get(0);
            assertThat(header(letter, "sluice.reason")).isEqualTo("bad-timestamp");
            assertThat(header(letter, "sluice.detail"))
                    .startsWith("/ts is 1772323200, too small for milliseconds")
                    .contains("set sluice.event.timestamp.unit to seconds");
        }
    }

    @Test
    void aKeyAtThePlaceOfTheTimeIsRefused() {
        Map<String, String> properties = new HashMap<>(LAYOUT);
        properties.put("sluice.event.key", "/ts");
        assertThatThrownBy(() -> pipeline(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.key");
    }
}
