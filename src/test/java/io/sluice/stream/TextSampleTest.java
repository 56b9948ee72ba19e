package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** The sample of a text's prediction is what the pipeline says of the last sample event of that author. */
class TextSampleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theSamplePredictionIsThePipelinesOwn() throws IOException {
        JsonNode sample = Files.readAllLines(Path.of("topics/predictions.sample.jsonl")).stream()
                .map(TextSampleTest::read)
                .filter(line -> line.has("classification")
                        && line.get("model").textValue().equals("sentiment"))
                .findFirst()
                .orElseThrow();
        JsonNode made = predictions().stream()
                .filter(one -> one.get("key").equals(sample.get("key")))
                .reduce((before, after) -> after)
                .orElseThrow();
        for (String part : List.of("key", "timestamp", "model", "version", "step")) {
            assertThat(sample.get(part)).isEqualTo(made.get(part));
        }
        for (String part : List.of("/classification", "/classification/running")) {
            assertThat(sample.at(part + "/label")).isEqualTo(made.at(part + "/label"));
            assertThat(sample.at(part + "/probabilities/positive").asDouble())
                    .isCloseTo(made.at(part + "/probabilities/positive").asDouble(), within(1e-5));
        }
    }

    private static List<JsonNode> predictions() throws IOException {
        LoadedBundle bundle = LoadedBundle.open(Path.of("models/sentiment"), "cpu");
        List<PipelineDriver.Input> events = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("topics/text-events.sample.jsonl"))) {
            events.add(event(read(line).get("author").textValue(), 0, line));
        }
        ServingModel spec = ServingModel.of(bundle.bundle(), bundle.tokenizer());
        try (PipelineDriver driver = new PipelineDriver(spec, () -> bundle.newStepModel(64), Map.of())) {
            driver.poll(events);
            List<JsonNode> predictions = new ArrayList<>();
            for (TestRecord<byte[], byte[]> record : driver.predictions()) {
                predictions.add(JSON.readTree(record.value()));
            }
            return predictions;
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
