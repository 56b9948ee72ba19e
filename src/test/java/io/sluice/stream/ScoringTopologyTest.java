package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;
import static io.sluice.stream.PipelineDriver.event;
import static io.sluice.stream.PipelineDriver.input;
import static io.sluice.stream.PipelineDriver.reset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.DistributionSummary;
import io.sluice.engine.ServingModel;
import io.sluice.model.ChangedOutput;
import io.sluice.model.EngineException;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.StepModel;
import io.sluice.state.KeyState;
import io.sluice.state.StateException;
import io.sluice.state.StateLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringTopologyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServingModel SPEC = TestModels.spec("value");

    private final List<PipelineDriver> open = new ArrayList<>();

    private PipelineDriver pipeline(Map<String, String> properties) {
        ReferenceGruModel model = TestModels.model(SPEC);
        PipelineDriver driver = new PipelineDriver(SPEC, () -> model, properties);
        open.add(driver);
        return driver;
    }

    @AfterEach
    void close() {
        open.forEach(PipelineDriver::close);
    }

    private static List<JsonNode> json(List<TestRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> {
                    try {
                        return JSON.readTree(record.value());
                    } catch (IOException broken) {
                        throw new AssertionError(broken);
                    }
                })
                .toList();
    }

    private static List<Long> steps(PipelineDriver driver) {
        return json(driver.predictions()).stream()
                .map(node -> node.get("step").asLong())
                .toList();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** A model whose output is not a number where the first input is above 1e20. */
    private static StepModel failingOnLargeValues() {
        return new ChangedOutput(TestModels.model(SPEC), batch -> {
            for (int row = 0; row < batch.rows(); row++) {
                if (batch.input().getFloat(row * batch.inputRowBytes()) > 1e20f) {
                    batch.output().putFloat(row * batch.outputRowBytes(), Float.NaN);
                }
            }
        });
    }

    @Test
    void aPredictionSaysWhoseItIsAndWhereItCameFrom() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(event("pump", 1000, "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"value\":81.2}")));
        TestRecord<byte[], byte[]> record = driver.predictions().get(0);
        JsonNode prediction = json(List.of(record)).get(0);
        assertThat(record.key()).isEqualTo(bytes("pump"));
        assertThat(record.timestamp()).isEqualTo(1000);
        assertThat(prediction.get("key").asText()).isEqualTo("pump");
        assertThat(prediction.get("timestamp").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(prediction.get("model").asText()).isEqualTo("test");
        assertThat(prediction.get("step").asLong()).isEqualTo(1);
        assertThat(prediction.get("source").toString())
                .isEqualTo("{\"topic\":\"events\",\"partition\":0,\"offset\":0}");
        assertThat(prediction.at("/anomaly/score").isNumber()).isTrue();
        assertThat(prediction.get("input").toString())
                .isEqualTo("{\"value\":81.2,\"value.missing\":0.0,\"gap.log_seconds\":0.0}");
        assertThat(prediction.get("raw").size()).isEqualTo(3);
    }

    /** More rows than the 1,000 records that Kafka Streams polls by default. */
    @Test
    void aCallOfTheModelTakesAsManyRowsAsTheSettingAllows() {
        PipelineDriver driver = pipeline(Map.of("sluice.batch.rows", "4096"));
        driver.poll(IntStream.range(0, 4096)
                .mapToObj(i -> event("key-" + i, i, "{\"value\":" + i + "}"))
                .toList());
        DistributionSummary rows = driver.registry().get("sluice.model.rows").summary();
        assertThat(rows.count()).isEqualTo(1);
        assertThat(rows.max()).isEqualTo(4096);
        assertThat(driver.predictions()).hasSize(4096);
    }

    @Test
    void stepsCountFromOneForEachKey() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(
                event("a", 1, "{\"value\":1}"),
                event("b", 2, "{\"value\":1}"),
                event("a", 3, "{\"value\":2}"),
                event("a", 4, "{\"value\":3}")));
        assertThat(steps(driver)).containsExactly(1L, 1L, 2L, 3L);
    }

    @Test
    void aTombstoneDeletesTheStateAndPredictsNothing() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(
                event("a", 1, "{\"value\":1}"),
                event("a", 2, "{\"value\":1}"),
                event("a", 3, null),
                event("a", 4, "{\"value\":1}"),
                event("b", 5, null)));
        assertThat(steps(driver)).containsExactly(1L, 2L, 1L);
        assertThat(driver.states()).containsOnlyKeys("a");
    }

    @Test
    void aResetHeaderStartsTheKeyAnewWithItsEvent() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(
                event("a", 1, "{\"value\":5}"), reset("a", 2, "{\"value\":7}"), event("b", 3, "{\"value\":7}")));
        List<JsonNode> predictions = json(driver.predictions());
        assertThat(predictions.get(1).get("step").asLong()).isEqualTo(1);
        assertThat(predictions.get(1).get("raw")).isEqualTo(predictions.get(2).get("raw"));
    }

    @Test
    void aResetHeaderWithoutValueResetsNothing() {
        PipelineDriver driver = pipeline(Map.of());
        RecordHeaders headers = new RecordHeaders();
        headers.add("sluice-reset", null);
        driver.poll(List.of(
                event("a", 1, "{\"value\":5}"),
                input(PipelineDriver.INPUT, bytes("a"), 2, bytes("{\"value\":7}"), headers)));
        assertThat(steps(driver)).containsExactly(1L, 2L);
    }

    @Test
    void aDeletionOfAKeyTooLargeToBeWrittenIsADeadLetter() {
        PipelineDriver driver = pipeline(Map.of("producer.max.request.size", "2000"));
        driver.poll(List.of(event("k".repeat(3000), 1, null), event("a", 2, "{\"value\":1}")));
        assertThat(steps(driver)).containsExactly(1L);
        assertThat(driver.deadLetters())
                .extracting(letter -> header(letter, "sluice.reason"))
                .containsExactly("too-large");
    }

    @Test
    void whereMismatchIsToFailTheRecordsBeforeItAreScored() {
        PipelineDriver driver = pipeline(Map.of("sluice.state.mismatch", "fail"));
        driver.put("old", KeyState.create(new StateLayout(99, 8, 1, 4), 1, 0, 0).bytes());
        List<PipelineDriver.Input> poll = List.of(
                event("a", 1, "{\"value\":1}"), event("a", 2, "{\"value\":1}"), event("old", 3, "{\"value\":1}"));
        assertThatThrownBy(() -> driver.poll(poll)).hasRootCauseInstanceOf(StateException.class);
        assertThat(steps(driver)).containsExactly(1L, 2L);
    }

    @Test
    void aKeyExpiresOnlyAfterMoreThanTheTimeToLive() {
        PipelineDriver driver = pipeline(Map.of("sluice.state.ttl.ms", "100"));
        driver.poll(List.of(
                event("a", 0, "{\"value\":1}"),
                event("a", 100, "{\"value\":1}"),
                event("b", 201, "{\"value\":1}"),
                event("a", 150, "{\"value\":1}")));
        assertThat(steps(driver)).containsExactly(1L, 2L, 1L, 1L);
    }

    @Test
    void oneRecordFarAheadMakesAKeyExpireOnceAndNotForGood() {
        PipelineDriver driver = pipeline(Map.of("sluice.state.ttl.ms", "100"));
        driver.poll(List.of(
                event("a", 10, "{\"value\":1}"),
                event("b", 10_000, "{\"value\":1}"),
                event("a", 20, "{\"value\":1}"),
                event("a", 30, "{\"value\":1}"),
                event("a", 40, "{\"value\":1}")));
        assertThat(steps(driver)).containsExactly(1L, 1L, 1L, 2L, 3L);
    }

    @Test
    void aKeyThatArrivesLateBesideLiveOnesKeepsItsState() {
        PipelineDriver driver = pipeline(Map.of("sluice.state.ttl.ms", "100"));
        driver.poll(List.of(
                event("live", 1000, "{\"value\":1}"),
                event("late", 200, "{\"value\":1}"),
                event("live", 1010, "{\"value\":1}"),
                event("late", 210, "{\"value\":1}"),
                event("live", 1090, "{\"value\":1}"),
                event("late", 290, "{\"value\":1}")));
        assertThat(steps(driver)).containsExactly(1L, 1L, 2L, 2L, 3L, 3L);
    }

    @Test
    void theSweepRemovesExpiredKeysAndChangesNoPrediction() {
        Map<String, String> ttl = Map.of("sluice.state.ttl.ms", "100");
        PipelineDriver swept = pipeline(ttl);
        PipelineDriver unswept = pipeline(ttl);
        List<PipelineDriver.Input> before = List.of(event("a", 0, "{\"value\":1}"), event("b", 200, "{\"value\":1}"));
        List<PipelineDriver.Input> after = List.of(event("a", 210, "{\"value\":1}"), event("b", 220, "{\"value\":1}"));
        swept.poll(before);
        swept.advanceWallClock(Duration.ofSeconds(5));
        assertThat(swept.states()).containsOnlyKeys("b");
        assertThat(swept.count("sluice.keys.swept")).isEqualTo(1);
        swept.poll(after);
        unswept.poll(before);
        unswept.poll(after);
        assertThat(json(swept.predictions())).isEqualTo(json(unswept.predictions()));
    }

    @Test
    void anOlderEventIsScoredInArrivalOrderWithoutGap() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(
                event("a", 1, "{\"timestamp\":1772366500000,\"value\":1}"),
                event("a", 2, "{\"timestamp\":1772366450000,\"value\":1}"),
                event("a", 3, "{\"timestamp\":1772366501000,\"value\":1}")));
        List<JsonNode> predictions = json(driver.predictions());
        assertThat(predictions.get(1).at("/input/gap.log_seconds").asDouble()).isZero();
        assertThat(predictions.get(2).at("/input/gap.log_seconds").floatValue()).isEqualTo((float) Math.log1p(1));
    }

    /** An empty key would mix the machines whose name was lost. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/id"})
    void anEmptyKeyIsNoKey(String pointer) {
        PipelineDriver driver = pipeline(pointer.isEmpty() ? Map.of() : Map.of("sluice.event.key", pointer));
        driver.process(event("", 1, "{\"id\":\"\",\"value\":1}"));
        driver.process(event("", 2, null));
        assertThat(driver.predictions()).isEmpty();
        assertThat(driver.deadLetters())
                .extracting(letter -> header(letter, "sluice.reason"))
                .containsExactly("no-key", "no-key");
    }

    @Test
    void malformedRecordsGoToTheDeadLettersWithReasonAndOrigin() {
        PipelineDriver driver = pipeline(Map.of("sluice.event.max.bytes", "40"));
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", bytes("t1"));
        driver.poll(List.of(
                event("a", 1, "{\"value\":1}"),
                input(PipelineDriver.INPUT, bytes("a"), 2, bytes("nonsense"), headers),
                input(PipelineDriver.INPUT, null, 3, bytes("{\"value\":1}"), new RecordHeaders()),
                input(PipelineDriver.INPUT, new byte[] {(byte) 0xff}, 4, bytes("{\"value\":1}"), new RecordHeaders()),
                event("a", 5, "{\"value\":1, \"padding\": \"" + "x".repeat(40) + "\"}"),
                event("a", 6, "{\"value\":1}")));
        assertThat(steps(driver)).containsExactly(1L, 2L);
        List<TestRecord<byte[], byte[]>> letters = driver.deadLetters();
        assertThat(letters)
                .extracting(letter -> header(letter, "sluice.reason"))
                .containsExactly("not-json", "no-key", "key-not-utf8", "too-large");
        TestRecord<byte[], byte[]> first = letters.get(0);
        assertThat(first.value()).isEqualTo(bytes("nonsense"));
        assertThat(first.key()).isEqualTo(bytes("a"));
        assertThat(header(first, "trace")).isEqualTo("t1");
        assertThat(header(first, "sluice.source.topic")).isEqualTo("events");
        assertThat(header(first, "sluice.source.partition")).isEqualTo("0");
        assertThat(header(first, "sluice.source.offset")).isEqualTo("1");
        assertThat(header(first, "sluice.detail")).contains("JSON");
        assertThat(driver.count("sluice.dead.letters", "reason", "not-json")).isEqualTo(1);
    }

    @Test
    void aPredictionThatIsNotFiniteIsADeadLetterAndTheStateIsAsBefore() {
        PipelineDriver driver = new PipelineDriver(SPEC, ScoringTopologyTest::failingOnLargeValues, Map.of());
        open.add(driver);
        driver.poll(List.of(
                event("a", 1, "{\"value\":1}"),
                event("a", 2, "{\"value\":1e30}"),
                event("a", 3, "{\"value\":2}"),
                event("b", 4, "{\"value\":1}"),
                event("b", 6, "{\"value\":2}")));
        List<JsonNode> predictions = json(driver.predictions());
        assertThat(predictions).hasSize(4);
        assertThat(predictions.get(1).get("raw")).isEqualTo(predictions.get(3).get("raw"));
        assertThat(driver.deadLetters())
                .extracting(letter -> header(letter, "sluice.reason"))
                .containsExactly("prediction-not-finite");
    }

    @Test
    void anEventOnWhichTheModelFailsIsADeadLetterAndTheStateIsAsBefore() {
        PipelineDriver driver = new PipelineDriver(SPEC, () -> failingWhere(value -> value > 1e20f), Map.of());
        open.add(driver);
        driver.poll(List.of(
                event("a", 1, "{\"value\":1}"),
                event("c", 2, "{\"value\":7}"),
                event("a", 2, "{\"value\":1e30}"),
                event("a", 3, "{\"value\":2}"),
                event("b", 4, "{\"value\":1}"),
                event("b", 6, "{\"value\":2}")));
        List<JsonNode> predictions = json(driver.predictions());
        assertThat(predictions)
                .extracting(prediction -> prediction.get("step").asLong())
                .containsExactly(1L, 1L, 2L, 1L, 2L);
        assertThat(predictions.get(2).get("raw")).isEqualTo(predictions.get(4).get("raw"));
        assertThat(driver.deadLetters())
                .extracting(letter -> header(letter, "sluice.reason") + ": " + header(letter, "sluice.detail"))
                .containsExactly("model-failed: too humid");
        assertThat(driver.count("sluice.dead.letters", "reason", "model-failed"))
                .isEqualTo(1);
    }

    @Test
    void aModelThatStepsNoZerosAnyMoreStopsThePipeline() {
        PipelineDriver driver = new PipelineDriver(SPEC, () -> failingWhere(value -> value != 1), Map.of());
        open.add(driver);
        driver.poll(List.of(event("a", 1, "{\"value\":1}")));
        List<PipelineDriver.Input> poll =
                List.of(event("a", 2, "{\"value\":1}"), event("b", 2, "{\"value\":2}"), event("c", 3, "{\"value\":1}"));
        assertThatThrownBy(() -> driver.poll(poll)).hasStackTraceContaining("EngineException: too humid");
        assertThat(driver.deadLetters()).isEmpty();
    }

    @Test
    void aModelThatFailsOnNoEventAloneStopsThePipeline() {
        PipelineDriver driver = new PipelineDriver(
                SPEC,
                () -> new ChangedOutput(TestModels.model(SPEC), batch -> {
                    if (batch.rows() > 1) {
                        throw new EngineException("out of memory");
                    }
                }),
                Map.of());
        open.add(driver);
        List<PipelineDriver.Input> poll = List.of(event("a", 2, "{\"value\":1}"), event("b", 2, "{\"value\":2}"));
        assertThatThrownBy(() -> driver.poll(poll)).hasStackTraceContaining("EngineException: out of memory");
    }

    /** A model that fails if the first input of a row is such a value. */
    private static StepModel failingWhere(Predicate<Float> failing) {
        return new ChangedOutput(TestModels.model(SPEC), batch -> {
            for (int row = 0; row < batch.rows(); row++) {
                if (failing.test(batch.inputValue(row, 0))) {
                    throw new EngineException("too humid");
                }
            }
        });
    }

    @Test
    void aPredictionTooLargeToSendIsADeadLetterAndTheStateIsAsBefore() {
        PipelineDriver driver = pipeline(Map.of("producer.max.request.size", "2000"));
        String longKey = "k".repeat(1200);
        driver.poll(List.of(event(longKey, 1, "{\"value\":1}"), event("a", 2, "{\"value\":1}")));
        assertThat(steps(driver)).containsExactly(1L);
        assertThat(driver.states()).containsOnlyKeys("a");
        assertThat(driver.deadLetters())
                .extracting(letter -> header(letter, "sluice.reason"))
                .containsExactly("prediction-too-large");
    }

    @Test
    void aDeadLetterTooLargeToSendIsCutAndSaysSo() {
        PipelineDriver driver = pipeline(Map.of("producer.max.request.size", "2000"));
        driver.poll(List.of(event("a", 1, "x".repeat(5000))));
        TestRecord<byte[], byte[]> letter = driver.deadLetters().get(0);
        assertThat(letter.value().length).isBetween(500, 2000);
        assertThat(header(letter, "sluice.truncated")).isEqualTo("5000");
        assertThat(header(letter, "sluice.source.offset")).isEqualTo("0");
    }

    @Test
    void withAnEventKeyEventsAreScoredUnderItAndNameTheirOrigin() {
        PipelineDriver driver = pipeline(Map.of("sluice.event.key", "/machine/id"));
        driver.process(input(
                PipelineDriver.INPUT,
                null,
                1,
                bytes("{\"machine\":{\"id\":\"m1\"},\"value\":1}"),
                new RecordHeaders()));
        driver.process(event("other", 2, "{\"machine\":{\"id\":\"m1\"},\"value\":1}"));
        driver.process(event("other", 3, "{\"value\":1}"));
        driver.process(event("m1", 4, null));
        driver.process(event("other", 5, "{\"machine\":{\"id\":\"m1\"},\"value\":1}"));
        List<TestRecord<byte[], byte[]>> records = driver.predictions();
        List<JsonNode> predictions = json(records);
        assertThat(predictions).extracting(node -> node.get("step").asLong()).containsExactly(1L, 2L, 1L);
        assertThat(predictions)
                .extracting(node -> node.at("/source/offset").asLong())
                .containsExactly(0L, 1L, 4L);
        assertThat(predictions)
                .extracting(node -> node.at("/source/topic").asText())
                .containsOnly("events");
        assertThat(records.get(0).headers().toArray()).isEmpty();
        TestRecord<byte[], byte[]> letter = driver.deadLetters().get(0);
        assertThat(header(letter, "sluice.reason")).isEqualTo("no-key");
        assertThat(letter.key()).isEqualTo(bytes("other"));
        assertThat(header(letter, "sluice.source.offset")).isEqualTo("2");
    }

    @Test
    void theUsersOwnHeadersTravelWithThePrediction() {
        PipelineDriver driver = pipeline(Map.of());
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", bytes("00-1-2-01"));
        headers.add("sluice.source.topic", bytes("forged"));
        driver.poll(List.of(input(PipelineDriver.INPUT, bytes("a"), 1, bytes("{\"value\":1}"), headers)));
        TestRecord<byte[], byte[]> prediction = driver.predictions().get(0);
        assertThat(prediction.headers().toArray()).hasSize(1);
        assertThat(header(prediction, "traceparent")).isEqualTo("00-1-2-01");
    }
}
