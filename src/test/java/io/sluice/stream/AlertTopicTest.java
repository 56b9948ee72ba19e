package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static io.sluice.stream.PipelineDriver.reset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscriber of the alert topic sees. A surprise is the reading itself, and 1 s lies between two events. */
class AlertTopicTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServingModel SPEC = TestModels.spec("value");
    private static final int CALM = 60;

    private final List<PipelineDriver> open = new ArrayList<>();
    private long now = 1_772_366_400_000L;

    @AfterEach
    void close() {
        open.forEach(PipelineDriver::close);
    }

    private PipelineDriver pipeline(Map<String, String> more) {
        return pipeline(SPEC, more);
    }

    private PipelineDriver pipeline(ServingModel spec, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of("sluice.alert.topic", PipelineDriver.ALERTS));
        properties.putAll(more);
        PipelineDriver driver =
                new PipelineDriver(spec, () -> new ReadingModel(spec.manifest().sizes()), properties);
        open.add(driver);
        return driver;
    }

    private PipelineDriver.Input reading(double value) {
        now += 1000;
        return event("pump", now, "{\"timestamp\":" + (now + 7) + ",\"value\":" + value + "}");
    }

    /** So many small readings. */
    private List<PipelineDriver.Input> calm(int events) {
        List<PipelineDriver.Input> calm = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            calm.add(reading((i % 10) / 10.0));
        }
        return calm;
    }

    /** A pipeline in which an incident of the key pump is open. */
    private PipelineDriver inAnIncident(Map<String, String> more) {
        PipelineDriver driver = pipeline(more);
        driver.poll(calm(CALM));
        driver.poll(List.of(reading(50)));
        assertThat(AlertJson.of(driver))
                .extracting(alert -> alert.at("/incident/phase").asText())
                .containsExactly("opened");
        return driver;
    }

    @Test
    void anIncidentIsToldOfTwice() throws IOException {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(calm(CALM));
        driver.poll(List.of(reading(50), reading(0.1), reading(60)));
        driver.poll(calm(10));

        List<JsonNode> told = AlertJson.of(driver);
        List<JsonNode> predictions = new ArrayList<>();
        for (TestRecord<byte[], byte[]> prediction : driver.predictions()) {
            JsonNode read = JSON.readTree(prediction.value());
            String phase = read.at("/anomaly/incident/phase").asText();
            if (phase.equals("opened") || phase.equals("closed")) {
                predictions.add(read);
            }
        }
        assertThat(told).hasSize(2);
        assertThat(predictions).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode alert = told.get(i);
            JsonNode prediction = predictions.get(i);
            for (String same : List.of("key", "timestamp", "model", "version", "step", "source")) {
                assertThat(alert.get(same)).as(same).isEqualTo(prediction.get(same));
            }
            for (String same : List.of("phase", "since", "step", "peak")) {
                assertThat(alert.at("/incident/" + same))
                        .as(same)
                        .isEqualTo(prediction.at("/anomaly/incident/" + same));
            }
            assertThat(alert.get("score")).isEqualTo(prediction.at("/anomaly/score"));
        }
        assertThat(told.get(0).at("/incident/cause").isNull()).isTrue();
        assertThat(told.get(1).at("/incident/cause").asText()).isEqualTo("quiet");
    }

    @Test
    void theTraceOfAnEventGoesOnToPredictionAlertAndDeadLetter() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(calm(CALM));
        PipelineDriver.Input loud = reading(50);
        PipelineDriver.Input malformed = event("pump", now, "{\"value\":\"five\"}");
        PipelineDriver.Input deletion = event("pump", now, null);
        for (PipelineDriver.Input input : List.of(loud, malformed, deletion)) {
            input.record().headers().add("traceparent", PipelineDriver.bytes("00-0af7-b7ad-01"));
            input.record().headers().add("tracestate", PipelineDriver.bytes("vendor=1"));
        }
        driver.poll(List.of(loud, malformed, deletion));
        List<TestRecord<byte[], byte[]>> results = new ArrayList<>(driver.alerts());
        assertThat(results).as("an incident opens and closes").hasSize(2);
        results.add(driver.predictions().get(CALM));
        results.addAll(driver.deadLetters());
        assertThat(results).hasSize(4).allSatisfy(result -> {
            assertThat(result.headers().lastHeader("traceparent").value())
                    .isEqualTo(PipelineDriver.bytes("00-0af7-b7ad-01"));
            assertThat(result.headers().lastHeader("tracestate").value()).isEqualTo(PipelineDriver.bytes("vendor=1"));
        });
    }

    @Test
    void anAlertHasTheEventsKeyAndTimeAndNoneOfItsOtherHeaders() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(calm(CALM));
        PipelineDriver.Input loud = reading(50);
        loud.record().headers().add("trace", PipelineDriver.bytes("1"));
        driver.poll(List.of(loud));

        TestRecord<byte[], byte[]> alert = driver.alerts().get(0);
        assertThat(alert.key()).isEqualTo(PipelineDriver.bytes("pump"));
        assertThat(alert.timestamp()).isEqualTo(now);
        assertThat(alert.headers()).isEmpty();
        assertThat(driver.predictions().get(CALM).headers()).hasSize(1);
    }

    private void assertClosed(JsonNode alert, String cause, long timestamp, long step) {
        assertThat(alert.at("/incident/phase").asText()).isEqualTo("closed");
        assertThat(alert.at("/incident/cause").asText()).isEqualTo(cause);
        assertThat(alert.at("/incident/step").asLong()).isEqualTo(CALM + 1);
        assertThat(alert.at("/incident/since").asText()).isEqualTo("2026-03-01T12:01:01.007Z");
        assertThat(alert.get("score").isNull()).isTrue();
        assertThat(alert.get("timestamp").asText()).isEqualTo(io.sluice.event.Timestamps.format(timestamp));
        assertThat(alert.get("step").asLong()).isEqualTo(step);
    }

    @Test
    void aResetClosesTheIncident() {
        PipelineDriver driver = inAnIncident(Map.of());
        now += 1000;
        driver.poll(List.of(reset("pump", now, "{\"value\":1}")));
        assertThat(AlertJson.of(driver)).singleElement().satisfies(alert -> {
            assertClosed(alert, "reset", now, CALM + 1);
            assertThat(alert.at("/source/offset").asLong()).isEqualTo(CALM + 1);
        });
        driver.poll(calm(10));
        assertThat(AlertJson.of(driver)).isEmpty();
    }

    @Test
    void aDeletionClosesTheIncident() {
        PipelineDriver driver = inAnIncident(Map.of());
        now += 1000;
        driver.poll(List.of(event("pump", now, null), event("pump", now, null)));
        assertThat(AlertJson.of(driver)).singleElement().satisfies(alert -> {
            assertClosed(alert, "deleted", now, CALM + 1);
            assertThat(alert.at("/source/offset").asLong()).isEqualTo(CALM + 1);
        });
    }

    @Test
    void aDeletionWithinOnePollClosesWhatOpenedThere() {
        PipelineDriver driver = pipeline(Map.of());
        List<PipelineDriver.Input> poll = calm(CALM);
        poll.add(reading(50));
        poll.add(event("pump", now, null));
        driver.poll(poll);
        assertThat(AlertJson.of(driver))
                .extracting(alert -> alert.at("/incident/cause").asText())
                .containsExactly("null", "deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an event", "a reset", "a deletion", "the sweep"})
    void anExpiredKeysIncidentClosesInTheSameWordsWhoeverFindsIt(String finder) {
        PipelineDriver driver = inAnIncident(Map.of("sluice.state.ttl.ms", "60000"));
        long last = now + 7;
        now += 100_000;
        driver.poll(
                switch (finder) {
                    case "an event" -> List.of(event("pump", now, "{\"value\":1}"));
                    case "a reset" -> List.of(reset("pump", now, "{\"value\":1}"));
                    case "a deletion" -> List.of(event("pump", now, null));
                    default -> List.of(event("another", now, "{\"value\":1}"));
                });
        driver.advanceWallClock(Duration.ofSeconds(5));
        TestRecord<byte[], byte[]> told = driver.alerts().get(0);
        assertClosed(AlertJson.read(told.value()), "expired", last, CALM + 1);
        assertThat(AlertJson.read(told.value()).get("source").isNull()).isTrue();
        assertThat(told.key()).isEqualTo(PipelineDriver.bytes("pump"));
        assertThat(told.timestamp()).isEqualTo(now);
        driver.poll(calm(3));
        assertThat(driver.alerts()).isEmpty();
    }

    /** Ahead of its turn the deletion found the key alive; then another topic moved the stream's time. */
    @Test
    void whatExpiresBeforeItsDeletionsTurnIsSaidToHaveExpired() {
        PipelineDriver driver = inAnIncident(Map.of(
                "sluice.state.ttl.ms",
                "60000",
                "sluice.input.topic",
                PipelineDriver.INPUT + "," + PipelineDriver.OTHER_INPUT));
        driver.poll(List.of(
                event("another", now, "{\"value\":1}"),
                event(PipelineDriver.OTHER_INPUT, "third", now + 100_000, "{\"value\":1}"),
                event("pump", now, null)));
        assertThat(AlertJson.of(driver))
                .singleElement()
                .satisfies(alert -> assertClosed(alert, "expired", now + 7, CALM + 1));
    }

    @Test
    void anIncidentThatIsOpenUnderAnotherModelCloses() {
        PipelineDriver before = inAnIncident(Map.of());
        PipelineDriver after = pipeline(new ServingModel(SPEC.manifest(), 18), Map.of());
        after.put("pump", before.states().get("pump"));
        after.poll(List.of(reading(1)));
        assertThat(AlertJson.of(after))
                .singleElement()
                .satisfies(alert -> assertClosed(alert, "new-model", now + 7, CALM + 1));
    }

    @Test
    void anIncidentClosesUnderAModelThatJudgesMoreThanTheOneBefore() {
        PipelineDriver before = inAnIncident(Map.of());
        ServingModel more = TestModels.spec("value", "deviation");
        PipelineDriver after = pipeline(judging(more.manifest()), Map.of());
        after.put("pump", before.states().get("pump"));
        after.poll(List.of(reading(1)));
        assertThat(AlertJson.of(after))
                .singleElement()
                .satisfies(alert -> assertClosed(alert, "new-model", now + 7, CALM + 1));
    }

    /** The same model with an output of the second channel renamed to a deviation. */
    private static ServingModel judging(Manifest manifest) {
        List<Manifest.Output> outputs = manifest.output().stream()
                .map(output -> output.name().equals("expected.deviation")
                        ? new Manifest.Output("deviation.level.deviation")
                        : output)
                .toList();
        return new ServingModel(
                new Manifest(
                        manifest.format(),
                        manifest.name(),
                        manifest.version(),
                        manifest.task(),
                        manifest.weights(),
                        manifest.sizes(),
                        manifest.input(),
                        outputs,
                        manifest.scoring(),
                        manifest.trainedOn()),
                18);
    }

    @Test
    void anIncidentGoesOnUnderACarriedState() {
        PipelineDriver before = inAnIncident(Map.of());
        PipelineDriver after =
                pipeline(new ServingModel(SPEC.manifest(), 18), Map.of("sluice.state.mismatch", "carry"));
        after.put("pump", before.states().get("pump"));
        after.poll(List.of(reading(1)));
        assertThat(AlertJson.of(after)).isEmpty();
    }

    @Test
    void aResetThatCannotBeScoredClosesNothing() {
        PipelineDriver driver = inAnIncident(Map.of("sluice.event.max.bytes", "100"));
        driver.poll(List.of(reset("pump", now, "{\"value\":\"" + "x".repeat(200) + "\"}")));
        assertThat(driver.deadLetters()).hasSize(1);
        assertThat(AlertJson.of(driver)).isEmpty();
    }

    @Test
    void alertsOfRepartitionedEventsNameTheRecordThatCameIn() {
        PipelineDriver driver = pipeline(Map.of("sluice.event.key", "/id"));
        for (int i = 0; i <= CALM; i++) {
            driver.process(event("x", 1000L * i, "{\"id\":\"pump\",\"value\":" + (i < CALM ? i % 10 : 500) + "}"));
        }
        assertThat(AlertJson.of(driver)).singleElement().satisfies(alert -> {
            assertThat(alert.at("/source/topic").asText()).isEqualTo(PipelineDriver.INPUT);
            assertThat(alert.at("/source/offset").asLong()).isEqualTo(CALM);
            assertThat(alert.get("key").asText()).isEqualTo("pump");
        });
    }

    @Test
    void alertsAreRefusedForAModelThatHasNoIncidents() {
        Manifest anomaly = SPEC.manifest();
        List<Manifest.Output> outputs = List.of(
                new Manifest.Output("logit.a"),
                new Manifest.Output("logit.b"),
                new Manifest.Output("running.a"),
                new Manifest.Output("running.b"));
        ServingModel classification = new ServingModel(
                new Manifest(
                        Manifest.FORMAT,
                        "mood",
                        "1.0.0",
                        Manifest.Task.CLASSIFICATION,
                        anomaly.weights(),
                        new Sizes(anomaly.sizes().input(), anomaly.sizes().state(), outputs.size()),
                        anomaly.input(),
                        outputs,
                        Map.of(),
                        List.of()),
                17);
        SluiceConfig config = PipelineDriver.config(Map.of("sluice.alert.topic", "alerts"));
        assertThatThrownBy(() -> new ModelPool(
                        config,
                        classification,
                        () -> new ReadingModel(classification.manifest().sizes()),
                        new SimpleMeterRegistry()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.alert.topic")
                .hasMessageContaining("model mood has the task classification");
    }

    @Test
    void anAlertIsSmallerThanThePredictionThatOpenedItsIncident() {
        PipelineDriver driver = pipeline(Map.of("sluice.output.raw", "false"));
        driver.poll(calm(CALM));
        driver.poll(List.of(reading(50)));
        now += 1000;
        driver.poll(List.of(reset("pump", now, "{\"value\":1}")));
        int opened = driver.predictions().get(CALM).value().length;
        assertThat(driver.alerts()).hasSize(2).allSatisfy(alert -> assertThat(alert.value().length)
                .as(new String(alert.value(), StandardCharsets.UTF_8))
                .isLessThan(opened));
    }
}
