package io.sluice.offline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.config.SluiceConfig.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

final class StockPipelineTest {
    private static final int STATE = 500;
    private static final int PREDICTION = 424;

    private final AtomicLong predictions = new AtomicLong();

    private TopologyTestDriver driver(List<String> channels) {
        ServedRun run = new ServedRun(
                "localhost:9092", "out", "in", Variant.STOCK, StateStore.MEMORY, "m", "f", 1, 1, PREDICTION, List.of());
        return new TopologyTestDriver(
                StockPipeline.topology(
                        run, channels, "model", new StockProcessor.Sizes(STATE, PREDICTION), predictions),
                new Properties());
    }

    @Test
    void statesAndPredictionsHaveTheGivenSizes() throws IOException {
        try (TopologyTestDriver driver = driver(List.of("a", "b"))) {
            TestInputTopic<String, byte[]> input =
                    driver.createInputTopic("in", new StringSerializer(), new ByteArraySerializer());
            TestOutputTopic<String, byte[]> output =
                    driver.createOutputTopic("out", new StringDeserializer(), new ByteArrayDeserializer());
            input.pipeInput("k", bytes("{\"timestamp\":\"2026-03-01T12:00:00.010Z\",\"a\":1.5,\"b\":-2}"));
            input.pipeInput("k", bytes("{\"timestamp\":1772366400020,\"other\":{\"x\":[1]},\"a\":0.25,\"b\":3}"));
            byte[] first = output.readValue();
            byte[] second = output.readValue();
            assertThat(first).hasSize(PREDICTION);
            assertThat(second).hasSize(PREDICTION);
            JsonNode prediction = new ObjectMapper().readTree(second);
            assertThat(prediction.path("step").asInt()).isEqualTo(2);
            assertThat(prediction.path("timestamp").asText()).isEqualTo("2026-03-01T12:00:00.020Z");
            assertThat(prediction.at("/readings/a").asDouble()).isEqualTo(0.25);
            assertThat(prediction.at("/source/topic").asText()).isEqualTo("in");
            assertThat((byte[]) driver.getKeyValueStore(BenchTopics.STORE).get("k"))
                    .hasSize(STATE);
            assertThat(predictions).hasValue(2);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
