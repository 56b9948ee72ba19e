package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;
import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPipelineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static LoadedBundle bundle;

    private final List<PipelineDriver> open = new ArrayList<>();

    @BeforeAll
    static void load(@TempDir Path folder) throws IOException {
        TextBundle.write(folder);
        bundle = LoadedBundle.open(folder, "cpu");
    }

    @AfterEach
    void close() {
        open.forEach(PipelineDriver::close);
    }

    private static ServingModel spec() {
        return ServingModel.of(bundle.bundle(), bundle.tokenizer());
    }

    private PipelineDriver pipeline(Map<String, String> properties) {
        PipelineDriver driver = new PipelineDriver(spec(), () -> bundle.newStepModel(512), properties);
        open.add(driver);
        return driver;
    }

    private static List<JsonNode> json(List<TestRecord<byte[], byte[]>> records) throws IOException {
        List<JsonNode> read = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : records) {
            read.add(JSON.readTree(record.value()));
        }
        return read;
    }

    private static String text(String text) {
        return JSON.createObjectNode().put("text", text).toString();
    }

    private static String reason(TestRecord<byte[], byte[]> deadLetter) {
        return new String(deadLetter.headers().lastHeader("sluice.reason").value(), StandardCharsets.UTF_8);
    }

    @Test
    void aPredictionHoldsTheLabelOfTheTextAndOfTheKeySoFar() throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(event("ada", 1000, text("not a GOOD day!"))));
        JsonNode prediction = json(driver.predictions()).get(0);
        JsonNode classification = prediction.get("classification");
        assertThat(prediction.has("anomaly")).isFalse();
        assertThat(classification.get("label").asText()).isIn("negative", "positive");
        assertThat(classification.at("/probabilities/negative").asDouble()
                        + classification.at("/probabilities/positive").asDouble())
                .isBetween(0.99999, 1.00001);
        assertThat(classification.get("unsure").isBoolean()).isTrue();
        assertThat(classification.at("/running/label").asText()).isIn("negative", "positive");
        assertThat(prediction.get("input").toString()).isEqualTo("[9,2,3,7,13,0,0,0]");
        assertThat(prediction.get("raw").size()).isEqualTo(4);
    }

    @Test
    void theTextAloneDecidesItsLabelAndThePastTheRunningOne() throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(
                event("ada", 1, text("good")), event("ada", 2, text("bad poor")), event("bob", 3, text("bad poor"))));
        List<JsonNode> predictions = json(driver.predictions());
        assertThat(predictions.get(1).at("/classification/probabilities"))
                .isEqualTo(predictions.get(2).at("/classification/probabilities"));
        assertThat(predictions.get(1).at("/classification/running"))
                .isNotEqualTo(predictions.get(2).at("/classification/running"));
        assertThat(predictions.get(1).get("step").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"\\u200b \"}|blank-text",
                "{\"text\":7}|bad-text",
                "{\"texts\":\"x\"}|no-text",
                "good|not-json",
                "{\"text\":\"x\",\"timestamp\":\"soon\"}|bad-timestamp"
            })
    void aTextThatCannotBeReadIsADeadLetter(String value, String reason) throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(event("ada", 1, text("good")), event("ada", 2, value), event("ada", 3, text("bad"))));
        assertThat(json(driver.predictions()))
                .extracting(prediction -> prediction.get("step").asLong())
                .containsExactly(1L, 2L);
        assertThat(driver.deadLetters())
                .singleElement()
                .extracting(TextPipelineTest::reason)
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ud83d\ude00",
                "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
                "\u6f22\u5b57\u304b\u306a",
                "e\u0301\u202e good \u202c",
                "half \ud83d of a pair",
                "nul \u0000 and \u0007",
                "{\"text\":1}"
            })
    void anyTextIsScored(String text) throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(event("ada", 1, text(text))));
        assertThat(driver.deadLetters()).isEmpty();
        assertThat(json(driver.predictions()).get(0).at("/classification/label").asText())
                .isIn("negative", "positive");
    }

    @Test
    void whatIsCutOffIsCountedWhenItIsApplied() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(
                event("ada", 1, text("good ".repeat(20_000))),
                event("ada", 2, text("good ".repeat(8))),
                event("bob", 3, text("bad ".repeat(9)))));
        assertThat(driver.count("sluice.texts.cut")).isEqualTo(2);
        assertThat(driver.count("sluice.tokens.cut")).isEqualTo(19_992 + 1);
        assertThat(driver.predictions()).hasSize(3);
    }

    @Test
    void aTopicOfPlainTextNeedsNoJson() throws IOException {
        PipelineDriver json = pipeline(Map.of());
        PipelineDriver plain = pipeline(Map.of("sluice.event.format", "text"));
        json.poll(List.of(event("ada", 5, text("a good \"day\""))));
        plain.poll(List.of(event("ada", 5, "a good \"day\"")));
        assertThat(plain.predictions().get(0).value())
                .isEqualTo(json.predictions().get(0).value());
    }

    @Test
    void plainTextThatIsNotUtf8IsADeadLetter() {
        PipelineDriver plain = pipeline(Map.of("sluice.event.format", "text"));
        plain.process(PipelineDriver.input(
                PipelineDriver.INPUT,
                bytes("ada"),
                1,
                new byte[] {(byte) 0xff},
                new org.apache.kafka.common.header.internals.RecordHeaders()));
        assertThat(plain.deadLetters())
                .singleElement()
                .extracting(TextPipelineTest::reason)
                .isEqualTo("not-utf8");
    }

    @Test
    void eventsAreKeyedByAFieldBesideTheText() throws IOException {
        PipelineDriver driver = pipeline(Map.of("sluice.event.key", "/author"));
        driver.process(event("record", 1, "{\"author\":\"ada\",\"text\":\"good\"}"));
        assertThat(json(driver.predictions()).get(0).get("key").asText()).isEqualTo("ada");
    }

    @Test
    void plainTextHasNoKeyInIt() {
        assertThatThrownBy(() -> pipeline(Map.of("sluice.event.format", "text", "sluice.event.key", "/author")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.key")
                .hasMessageContaining("plain text holds no key");
    }

    @Test
    void plainTextIsNoSensorsReading() {
        ServingModel numeric = TestModels.spec("value");
        assertThatThrownBy(() -> new PipelineDriver(
                        numeric, () -> TestModels.model(numeric), Map.of("sluice.event.format", "text")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.format")
                .hasMessageContaining("numeric");
    }

    @Test
    void anyBatchingOfTextsAnswersAsOneByOneBitForBit() {
        SplittableRandom random = new SplittableRandom(11);
        PipelineDriver ahead = pipeline(Map.of("sluice.batch.rows", "7"));
        PipelineDriver alone = pipeline(Map.of());
        for (int poll = 0; poll < 40; poll++) {
            List<PipelineDriver.Input> inputs = new ArrayList<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                inputs.add(event("key-" + random.nextInt(5), poll, value(random)));
            }
            ahead.poll(inputs);
            inputs.forEach(alone::process);
        }
        List<TestRecord<byte[], byte[]>> expected = alone.predictions();
        List<TestRecord<byte[], byte[]>> found = ahead.predictions();
        assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(200);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).value()).isEqualTo(expected.get(i).value());
        }
        assertThat(ahead.deadLetters()).hasSameSizeAs(alone.deadLetters()).isNotEmpty();
        assertThat(ahead.count("sluice.steps.alone", "why", "not-polled")).isZero();
    }

    private static String value(SplittableRandom random) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            return null;
        }
        if (kind == 1) {
            return "{\"text\":";
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(List.of("good", "bad", "film", "\ud83d\ude00", "very", "zzz")
                            .get(random.nextInt(6)))
                    .append(' ');
        }
        return text(text.toString());
    }

    @Test
    void aStepIsTheModelsOwnOnTheIdsThatTheRawOutputShows() throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(event("ada", 1, text("good film")), event("ada", 2, text("bad"))));
        try (StepModel model = bundle.newStepModel(4)) {
            StepBatch batch = model.newBatch(4);
            batch.putState(0, model.initialState(), 0);
            for (JsonNode prediction : json(driver.predictions())) {
                long[] ids = new long[TextBundle.TOKENS];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = prediction.get("input").get(i).asLong();
                }
                batch.putInput(0, ids);
                batch.rows(1);
                model.step(batch);
                int output = 0;
                for (JsonNode number : prediction.get("raw")) {
                    assertThat(number.floatValue()).isEqualTo(batch.outputValue(0, output++));
                }
                assertThat(output).isEqualTo(4);
                batch.state().put(0, batch.nextState(), 0, batch.stateRowBytes());
            }
        }
    }
}
