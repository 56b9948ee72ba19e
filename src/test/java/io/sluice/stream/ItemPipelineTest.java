package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;
import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.model.ChangedOutput;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import io.sluice.torch.ItemBundle;
import io.sluice.torch.ItemOracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemPipelineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static LoadedBundle bundle;

    private final List<PipelineDriver> open = new ArrayList<>();

    @BeforeAll
    static void load(@TempDir Path folder) throws IOException {
        ItemBundle.write(folder);
        bundle = LoadedBundle.open(folder, "cpu");
    }

    @AfterEach
    void close() {
        open.forEach(PipelineDriver::close);
    }

    private PipelineDriver pipeline(Map<String, String> properties) {
        PipelineDriver driver =
                new PipelineDriver(ServingModel.of(bundle.bundle()), () -> bundle.newStepModel(512), properties);
        open.add(driver);
        return driver;
    }

    private static List<JsonNode> json(Collection<TestRecord<byte[], byte[]>> records) throws IOException {
        List<JsonNode> read = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : records) {
            read.add(JSON.readTree(record.value()));
        }
        return read;
    }

    private static String item(String item) {
        return JSON.createObjectNode().put("item", item).toString();
    }

    private static String reason(TestRecord<byte[], byte[]> deadLetter) {
        return new String(deadLetter.headers().lastHeader("sluice.reason").value(), StandardCharsets.UTF_8);
    }

    private static List<String> items(JsonNode prediction) {
        return prediction.get("ranking").findValuesAsText("item");
    }

    @Test
    void aPredictionRanksTwentyItemsWithTheirProbabilities() throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(event("ada", 1000, item("item-7"))));

        JsonNode prediction = json(driver.predictions()).get(0);

        assertThat(prediction.has("anomaly") || prediction.has("classification"))
                .isFalse();
        assertThat(items(prediction)).hasSize(20).doesNotHaveDuplicates();
        assertThat(prediction.at("/ranking/0/score").asDouble()).isBetween(0.0, 1.0);
        assertThat(prediction.get("input").toString()).isEqualTo("[7]");
        assertThat(prediction.get("raw").size()).isEqualTo(2 * ItemBundle.DEPTH);
        assertThat(prediction.at("/ranking/3/score").floatValue())
                .isEqualTo((float) Math.exp(prediction.get("raw").get("score.4").floatValue()));
    }

    /** The exponential of a log-probability above 88 is no float32. JSON has no infinity. */
    @Test
    void aScoreThatIsNotFiniteIsADeadLetterAndLeavesTheState() throws IOException {
        try (StepModel model = bundle.newStepModel(512);
                PipelineDriver driver = new PipelineDriver(
                        ServingModel.of(bundle.bundle()),
                        () -> new ChangedOutput(model, ItemPipelineTest::raiseScoresOfItem8),
                        Map.of())) {
            driver.poll(List.of(
                    event("ada", 1, item("item-7")), event("ada", 2, item("item-8")), event("ada", 3, item("item-9"))));
            assertThat(driver.deadLetters())
                    .extracting(ItemPipelineTest::reason)
                    .containsExactly("prediction-not-finite");
            assertThat(json(driver.predictions()))
                    .extracting(prediction -> prediction.get("step").asLong())
                    .containsExactly(1L, 2L);
        }
    }

    private static void raiseScoresOfItem8(StepBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.inputId(row, 0) == 8) {
                batch.output().putFloat(row * batch.outputRowBytes() + ItemBundle.DEPTH * Float.BYTES, 89f);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"20,keep", "20,mask", "5,mask", "32,mask"})
    void aRankingIsWhatSortingAllItemsGives(int k, String seen) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        PipelineDriver driver = pipeline(Map.of("sluice.ranking.k", Integer.toString(k), "sluice.ranking.seen", seen));
        List<PipelineDriver.Input> clicks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            // Few items of many, so that some come again; item-49 and more are unknown.
            clicks.add(event("key-" + random.nextInt(3), i, item("item-" + (30 + random.nextInt(25)))));
        }
        driver.poll(clicks);
        ItemOracle oracle = new ItemOracle();
        List<JsonNode> predictions = json(driver.predictions());
        assertThat(predictions).hasSize(clicks.size());
        for (int i = 0; i < clicks.size(); i++) {
            String key = predictions.get(i).get("key").asText();
            Map<String, Double> all = oracle.click(
                    key,
                    JSON.readTree(clicks.get(i).record().value()).get("item").asText());
            if (seen.equals("mask")) {
                oracle.seen(key, ItemBundle.DEPTH - k).forEach(all::remove);
            }
            assertSorted(predictions.get(i), List.copyOf(all.values()), all, k);
        }
    }

    /** Items whose scores agree to 1e-6 may stand in either order. */
    private static void assertSorted(JsonNode prediction, List<Double> scores, Map<String, Double> all, int k) {
        assertThat(items(prediction)).hasSize(k).doesNotHaveDuplicates();
        for (int rank = 0; rank < k; rank++) {
            JsonNode ranked = prediction.get("ranking").get(rank);
            assertThat(ranked.get("score").asDouble()).isCloseTo(scores.get(rank), within(1e-6));
            assertThat(all.get(ranked.get("item").asText())).isCloseTo(scores.get(rank), within(1e-6));
        }
    }

    @Test
    void keysWithTheSameLastItemAndOtherPastsGetOtherRankings() throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(
                event("ada", 1, item("item-1")),
                event("bob", 2, item("item-2")),
                event("ada", 3, item("item-3")),
                event("bob", 4, item("item-3"))));
        List<JsonNode> predictions = json(driver.predictions());
        assertThat(predictions.get(2).get("ranking"))
                .isNotEqualTo(predictions.get(3).get("ranking"));
    }

    @Test
    void anItemThatIsNotInTheVocabularyIsSteppedAsUnknownAndCounted() throws IOException {
        PipelineDriver driver = pipeline(Map.of("sluice.ranking.seen", "mask"));
        driver.poll(List.of(
                event("ada", 1, item("item-49")), event("bob", 2, "{\"item\":49}"), event("bob", 3, item("item-1"))));
        List<JsonNode> predictions = json(driver.predictions());
        assertThat(predictions.get(0).get("input").toString()).isEqualTo("[0]");
        assertThat(driver.count("sluice.items.unknown")).isEqualTo(2);
        assertThat(predictions.get(0).get("ranking"))
                .isEqualTo(predictions.get(1).get("ranking"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"item\":\"\\u200b \"}|blank-item",
                "{\"item\":7.5}|bad-item",
                "{\"items\":\"x\"}|no-item",
                "item-1|not-json",
                "{\"item\":\"x\",\"timestamp\":\"soon\"}|bad-timestamp"
            })
    void anItemThatCannotBeReadIsADeadLetter(String value, String reason) throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(event("ada", 1, item("item-1")), event("ada", 2, value), event("ada", 3, item("item-2"))));
        assertThat(json(driver.predictions()))
                .extracting(prediction -> prediction.get("step").asLong())
                .containsExactly(1L, 2L);
        assertThat(driver.deadLetters())
                .singleElement()
                .extracting(ItemPipelineTest::reason)
                .isEqualTo(reason);
    }

    @Test
    void aTopicOfPlainItemsNeedsNoJson() {
        PipelineDriver json = pipeline(Map.of());
        PipelineDriver plain = pipeline(Map.of("sluice.event.format", "text"));
        json.poll(List.of(event("ada", 5, item("item-9"))));
        plain.poll(List.of(event("ada", 5, "item-9")));
        assertThat(plain.predictions().get(0).value())
                .isEqualTo(json.predictions().get(0).value());
    }

    @ParameterizedTest
    @CsvSource({"application/json,{\"item\":\"item-9\"}", "text/plain,item-9"})
    void anItemMayComeInACloudEvent(String contentType, String data) {
        PipelineDriver json = pipeline(Map.of());
        PipelineDriver cloud = pipeline(Map.of("sluice.event.format", "cloudevents"));
        json.poll(List.of(event("ada", 5, item("item-9"))));
        RecordHeaders headers = new RecordHeaders();
        Map.of("specversion", "1.0", "id", "1", "source", "/shop", "type", "click")
                .forEach((name, value) -> headers.add("ce_" + name, bytes(value)));
        headers.add("content-type", bytes(contentType));
        cloud.poll(List.of(PipelineDriver.input(PipelineDriver.INPUT, bytes("ada"), 5, bytes(data), headers)));
        assertThat(cloud.predictions().get(0).value())
                .isEqualTo(json.predictions().get(0).value());
    }

    @Test
    void aRankingLongerThanTheModelsIsRefused() {
        assertThatThrownBy(() -> pipeline(Map.of("sluice.ranking.k", "33")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.ranking.k")
                .hasMessageContaining("model test-item: the model ranks 32 items; the value must be at most 32");
    }

    @ParameterizedTest
    @CsvSource({"sluice.ranking.k,20", "sluice.ranking.seen,keep"})
    void aModelThatRanksNothingHasNoSettingsOfRankings(String key, String value) {
        ServingModel numeric = TestModels.spec("value");
        assertThatThrownBy(() -> new PipelineDriver(numeric, () -> TestModels.model(numeric), Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(key + ": model test has the task anomaly, which ranks no items; leave the key out");
    }

    @Test
    void settingsThatDoNotFitTheModelAreRefusedBeforeABrokerIsAsked() {
        ServingModel numeric = TestModels.spec("value");
        SluiceConfig config = PipelineDriver.config(Map.of("sluice.ranking.k", "20"));
        assertThatThrownBy(() -> new ScoringApplication(
                        config, numeric, () -> TestModels.model(numeric), new SimpleMeterRegistry()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ranks no items");
    }

    @Test
    void whatWasSeenIsKeptInTheStateWhereItIsMaskedAndIsGoneAfterAReset() throws IOException {
        PipelineDriver keep = pipeline(Map.of());
        PipelineDriver mask = pipeline(Map.of("sluice.ranking.seen", "mask"));
        for (PipelineDriver driver : List.of(keep, mask)) {
            driver.poll(List.of(
                    event("ada", 1, item("item-1")),
                    PipelineDriver.reset("ada", 2, item("item-2")),
                    event("bob", 3, item("item-2"))));
        }
        assertThat(mask.states().get("ada").length - keep.states().get("ada").length)
                .isEqualTo(4 * (ItemBundle.DEPTH - 20));
        List<JsonNode> predictions = json(mask.predictions());
        assertThat(predictions.get(1).get("ranking"))
                .isEqualTo(predictions.get(2).get("ranking"));
    }
}
