package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theSampleEventsMatchTheirSchema() throws IOException {
        assertAllValid("sensor-event.schema.json", "sensor-events.sample.jsonl");
        assertAllValid("text-event.schema.json", "text-events.sample.jsonl");
        assertAllValid("item-event.schema.json", "item-events.sample.jsonl");
    }

    @Test
    void theSamplePredictionsMatchTheirSchema() throws IOException {
        assertAllValid("prediction.schema.json", "predictions.sample.jsonl");
    }

    @Test
    void theSampleAlertsMatchTheirSchema() throws IOException {
        assertAllValid("alert.schema.json", "alerts.sample.jsonl");
    }

    @Test
    void theSampleEventsOfMachinesMatchTheirSchema() throws IOException {
        assertAllValid("machine-event.schema.json", "machine-events.sample.jsonl");
    }

    @Test
    void anEventWithoutAReadingDoesNotMatch() throws IOException {
        assertThat(problems("machine-event.schema.json", "{\"speed\": null}")).isNotEmpty();
        assertThat(problems("machine-event.schema.json", "{\"speed\": null, \"flow\": 1}"))
                .isEmpty();
        assertThat(problems("sensor-event.schema.json", "{\"timestamp\": 1772366400000}"))
                .isNotEmpty();
        assertThat(problems("sensor-event.schema.json", "{\"value\": \"81.2\"}"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"sensor|\"value\": 1", "machine|\"flow\": 1", "text|\"text\": \"a\"", "item|\"item\": \"a\""})
    void aTimeInSecondsDoesNotMatch(String kind, String content) throws IOException {
        String schema = kind + "-event.schema.json";
        assertThat(problems(schema, "{\"timestamp\": 1772366400, " + content + "}"))
                .isNotEmpty();
        assertThat(problems(schema, "{\"timestamp\": 1772366400000, " + content + "}"))
                .isEmpty();
        assertThat(problems(schema, "{\"timestamp\": -200000000000, " + content + "}"))
                .isEmpty();
    }

    @Test
    void anEventWithoutATextDoesNotMatch() throws IOException {
        assertThat(problems("text-event.schema.json", "{\"timestamp\": 1772366400000}"))
                .isNotEmpty();
        assertThat(problems("text-event.schema.json", "{\"text\": null}")).isNotEmpty();
        assertThat(problems("text-event.schema.json", "{\"text\": \" \\n\"}")).isNotEmpty();
    }

    @Test
    void anEventWithoutAnItemDoesNotMatch() throws IOException {
        assertThat(problems("item-event.schema.json", "{\"timestamp\": 1772366400000}"))
                .isNotEmpty();
        assertThat(problems("item-event.schema.json", "{\"item\": 1.5}")).isNotEmpty();
        assertThat(problems("item-event.schema.json", "{\"item\": \" \"}")).isNotEmpty();
    }

    @Test
    void aPredictionWithoutATaskOrWithTwoTasksDoesNotMatch() throws IOException {
        List<String> samples = lines("predictions.sample.jsonl");
        String none = samples.get(samples.size() - 1).replaceAll(", \"ranking\": .*\\], \"input\"", ", \"input\"");
        String two = samples.get(0).replaceFirst("}$", ", \"ranking\": []}");
        assertThat(problems("prediction.schema.json", none)).isNotEmpty();
        assertThat(problems("prediction.schema.json", two)).isNotEmpty();
    }

    private static void assertAllValid(String schema, String samples) throws IOException {
        assertThat(lines(samples)).isNotEmpty();
        for (String sample : lines(samples)) {
            assertThat(problems(schema, sample)).as(sample).isEmpty();
        }
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(Path.of("topics", file));
    }

    private static Set<ValidationMessage> problems(String file, String json) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(Path.of("topics", file)));
        return schema.validate(JSON.readTree(json));
    }
}
