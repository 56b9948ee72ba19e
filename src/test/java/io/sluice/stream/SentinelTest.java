package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;
import static io.sluice.stream.PipelineDriver.event;
import static io.sluice.stream.PipelineDriver.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.model.MissingCodes;
import io.sluice.model.ValueRange;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Readings of 20 ± 5 with one sentinel such as -9999 among them, and the spikes of +60 that follow. */
class SentinelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RANGE = "sluice.event.field.value.range";
    private static final String MISSING = "sluice.event.field.value.missing";
    private static final int EVENTS = 2200;
    private static final int SENTINEL = 500;
    private static final int SPIKE_EVERY = 700;
    private static final int EVENT_MILLIS = 60_000;

    private static LoadedBundle sensor;

    @BeforeAll
    static void load() {
        sensor = LoadedBundle.open(Path.of("models/sensor-anomaly"), "cpu");
    }

    private static PipelineDriver pipeline(ServingModel model, Map<String, String> properties) {
        return new PipelineDriver(model, () -> sensor.newStepModel(512), properties);
    }

    private static ServingModel shipped() {
        return ServingModel.of(sensor.bundle());
    }

    /** Returns the shipped model with other settings of its channel in the manifest. */
    private static ServingModel withReadings(ValueRange range, MissingCodes missing) {
        Manifest shipped = sensor.bundle().manifest();
        Manifest.Input.Field field =
                shipped.input().fields().get(0).withRange(range).withMissing(missing);
        return new ServingModel(
                new Manifest(
                        shipped.format(),
                        shipped.name(),
                        shipped.version(),
                        shipped.task(),
                        shipped.weights(),
                        shipped.sizes(),
                        new Manifest.Input.Numeric(
                                List.of(field), shipped.input().columns()),
                        shipped.output(),
                        shipped.scoring(),
                        shipped.trainedOn()),
                sensor.bundle().fingerprint());
    }

    /**
     * Shows the readings to the pipeline, with a value in place of one, and returns the events that open an incident.
     */
    private static List<Integer> openings(PipelineDriver driver, String sentinel) throws IOException {
        Random random = new Random(7);
        List<PipelineDriver.Input> poll = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            double reading = 15 + 10 * random.nextDouble() + (isSpike(i) ? 60 : 0);
            poll.add(reading(i, i == SENTINEL ? sentinel : Double.toString(reading)));
        }
        driver.poll(poll);
        List<JsonNode> predictions = json(driver);
        assertThat(predictions).hasSize(EVENTS);
        return IntStream.range(0, EVENTS)
                .filter(i -> predictions
                        .get(i)
                        .at("/anomaly/incident/phase")
                        .asText()
                        .equals("opened"))
                .boxed()
                .toList();
    }

    private static boolean isSpike(int event) {
        return event > SENTINEL && event % SPIKE_EVERY == 0;
    }

    private static PipelineDriver.Input reading(int event, String value) {
        return event("boiler", 1_700_000_000_000L + (long) EVENT_MILLIS * event, "{\"value\":" + value + "}");
    }

    private static double ignored(PipelineDriver driver, String why) {
        return driver.count("sluice.values.ignored", "channel", "value", "why", why);
    }

    @Test
    void aSentinelThatTheSettingsNameBlindsNobody() throws IOException {
        try (PipelineDriver without = pipeline(shipped(), Map.of());
                PipelineDriver with = pipeline(shipped(), Map.of(MISSING, "-9999,65535,NaN"))) {
            List<Integer> openings = openings(without, "20");
            assertThat(openings)
                    .containsAll(IntStream.range(0, EVENTS)
                            .filter(SentinelTest::isSpike)
                            .boxed()
                            .toList());
            assertThat(openings(with, "-9999")).isEqualTo(openings);
            assertThat(ignored(with, "missing-code")).isEqualTo(1);
            assertThat(ignored(without, "missing-code")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-9999  | -9999, 65535, NaN |         | missing-code",
                "65535  | -9999, 65535, NaN | -50,150 | missing-code",
                "\"NaN\"| -9999, 65535, NaN |         | missing-code",
                "1e6    |                   | -50,150 | range",
                "3.4e38 |                   | ,150    | range",
                "-1e300 |                   | -50,    | range",
            })
    void anIgnoredValueIsCountedWithItsReason(String sentinel, String missing, String range, String why) {
        Map<String, String> settings =
                Map.of(MISSING, missing == null ? "" : missing, RANGE, range == null ? "" : range);
        try (PipelineDriver driver = pipeline(shipped(), settings)) {
            driver.poll(List.of(reading(1, "20"), reading(2, sentinel)));
            assertThat(ignored(driver, why)).isEqualTo(1);
            assertThat(ignored(driver, why.equals("range") ? "missing-code" : "range"))
                    .isZero();
            assertThat(driver.count("sluice.predictions")).isEqualTo(2);
        }
    }

    @Test
    void withoutTheSettingASentinelIsAReadingAndNothingIsCounted() {
        try (PipelineDriver driver = pipeline(shipped(), Map.of())) {
            driver.poll(List.of(reading(1, "20"), reading(2, "-9999")));
            assertThat(ignored(driver, "missing-code")).isZero();
            assertThat(ignored(driver, "range")).isZero();
            assertThat(driver.count("sluice.predictions")).isEqualTo(2);
        }
    }

    @Test
    void theManifestNamesSentinelsAsWell() {
        ServingModel model =
                withReadings(new ValueRange(-50.0, 150.0), new MissingCodes(List.of(-9999.0), List.of("NaN")));
        try (PipelineDriver driver = pipeline(model, Map.of())) {
            driver.poll(List.of(reading(1, "-9999"), reading(2, "\"NaN\""), reading(3, "151")));
            assertThat(ignored(driver, "missing-code")).isEqualTo(2);
            assertThat(ignored(driver, "range")).isEqualTo(1);
        }
    }

    @Test
    void aSettingOverridesTheOneOfTheManifest() {
        ServingModel model = withReadings(new ValueRange(-50.0, 150.0), new MissingCodes(List.of(20.0), List.of()));
        try (PipelineDriver driver = pipeline(model, Map.of(MISSING, "30", RANGE, ""))) {
            driver.poll(List.of(reading(1, "20"), reading(2, "30"), reading(3, "151")));
            assertThat(ignored(driver, "missing-code")).isEqualTo(1);
            assertThat(ignored(driver, "range")).isZero();
        }
    }

    @Test
    void theModelSeesTheMarkOfAMissingReading() throws IOException {
        try (PipelineDriver driver = pipeline(shipped(), Map.of(MISSING, "-9999"))) {
            driver.poll(List.of(reading(1, "20"), reading(2, "-9999"), reading(3, "20")));
            List<JsonNode> predictions = json(driver);
            assertThat(predictions.get(1).at("/input/value").floatValue()).isZero();
            assertThat(predictions.get(1).at("/input/value.missing").floatValue())
                    .isEqualTo(1f);
            assertThat(predictions.get(1).at("/anomaly/score").floatValue()).isZero();
            assertThat(predictions.get(2).at("/step").asLong()).isEqualTo(3);
            assertThat(predictions.get(2).at("/input/value.missing").floatValue())
                    .isZero();
        }
    }

    private static List<JsonNode> json(PipelineDriver driver) throws IOException {
        List<JsonNode> predictions = new ArrayList<>();
        for (TestRecord<byte[], byte[]> prediction : driver.predictions()) {
            predictions.add(JSON.readTree(prediction.value()));
        }
        return predictions;
    }

    /** A dead sensor is no proof that all is well. */
    @Test
    void sentinelsDoNotCloseAnIncident() throws IOException {
        try (PipelineDriver driver = pipeline(shipped(), Map.of(MISSING, "-9999"))) {
            List<PipelineDriver.Input> poll = new ArrayList<>();
            Random random = new Random(7);
            for (int i = 0; i < 600; i++) {
                poll.add(reading(i, Double.toString(15 + 10 * random.nextDouble())));
            }
            poll.add(reading(600, "90"));
            for (int i = 601; i < 650; i++) {
                poll.add(reading(i, "-9999"));
            }
            driver.poll(poll);
            List<JsonNode> predictions = json(driver);
            assertThat(predictions.get(600).at("/anomaly/incident/phase").asText())
                    .isEqualTo("opened");
            assertThat(predictions.subList(601, 650)).allSatisfy(prediction -> assertThat(
                            prediction.at("/anomaly/incident/phase").asText())
                    .isEqualTo("ongoing"));
        }
    }

    @Test
    void aStringThatIsNoMissingCodeStaysADeadLetter() {
        try (PipelineDriver driver = pipeline(shipped(), Map.of(MISSING, "NaN"))) {
            driver.poll(List.of(reading(1, "\"NaN\""), reading(2, "\"nan\""), reading(3, "\"20\"")));
            assertThat(driver.count("sluice.dead.letters", "reason", "bad-channel"))
                    .isEqualTo(2);
            assertThat(ignored(driver, "missing-code")).isEqualTo(1);
        }
    }

    @Test
    void repartitionedEventsAreCountedOnce() {
        Map<String, String> settings = Map.of(MISSING, "-9999", "sluice.event.key", "/id");
        try (PipelineDriver driver = pipeline(shipped(), settings)) {
            driver.process(event("other", 1, "{\"id\":\"boiler\",\"value\":-9999}"));
            assertThat(ignored(driver, "missing-code")).isEqualTo(1);
            assertThat(driver.predictions())
                    .singleElement()
                    .extracting(TestRecord::key)
                    .isEqualTo(bytes("boiler"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9999", "\"NaN\""})
    void cloudEventsAreReadAlike(String sentinel) {
        Headers headers = new RecordHeaders().add("content-type", bytes("application/cloudevents+json"));
        String envelope =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"reading\",\"data\":{\"value\":"
                        + sentinel + "}}";
        Map<String, String> settings = Map.of(MISSING, "-9999,NaN", "sluice.event.format", "cloudevents");
        try (PipelineDriver driver = pipeline(shipped(), settings)) {
            driver.poll(List.of(input(PipelineDriver.INPUT, bytes("boiler"), 1, bytes(envelope), headers)));
            assertThat(ignored(driver, "missing-code")).isEqualTo(1);
            assertThat(driver.predictions()).hasSize(1);
        }
    }

    @Test
    void aSettingOfAnUnknownChannelEndsTheStart() {
        assertThatThrownBy(() -> pipeline(shipped(), Map.of("sluice.event.field.vaule.missing", "-9999"))
                        .close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.field.vaule.missing")
                .hasMessageContaining("its channels are [value]");
    }

    @Test
    void aModelThatCannotSeeMissingReadingsGetsNoEventWithoutAny() {
        ServingModel blind =
                new ServingModel(withoutMarks(TestModels.spec("value").manifest()), 17);
        try (PipelineDriver driver =
                new PipelineDriver(blind, () -> TestModels.model(blind), Map.of(MISSING, "-9999"))) {
            driver.poll(List.of(reading(1, "-9999"), reading(2, "20")));
            assertThat(driver.count("sluice.dead.letters", "reason", "no-value"))
                    .isEqualTo(1);
            assertThat(driver.predictions()).hasSize(1);
        }
    }

    private static Manifest withoutMarks(Manifest manifest) {
        return new Manifest(
                manifest.format(),
                manifest.name(),
                manifest.version(),
                manifest.task(),
                manifest.weights(),
                manifest.sizes(),
                new Manifest.Input.Numeric(
                        manifest.input().fields(), List.of("value", "time.day.sin", "gap.log_seconds")),
                manifest.output(),
                manifest.scoring(),
                manifest.trainedOn());
    }

    @Test
    void aModelOfManyChannelsSurvivesAnEventWithoutAnyReading() throws IOException {
        LoadedBundle machine = LoadedBundle.open(Path.of("models/machine-anomaly"), "cpu");
        ServingModel model = ServingModel.of(machine.bundle());
        Map<String, String> settings = new HashMap<>();
        model.channels().forEach(channel -> settings.put("sluice.event.field." + channel + ".missing", "-9999"));
        try (PipelineDriver driver = new PipelineDriver(model, () -> machine.newStepModel(512), settings)) {
            List<PipelineDriver.Input> poll = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String value = i % 3 == 0 ? "-9999" : Integer.toString(i);
                StringBuilder json = new StringBuilder();
                model.channels().forEach(channel -> json.append(json.isEmpty() ? "{\"" : ",\"")
                        .append(channel)
                        .append("\":")
                        .append(value));
                poll.add(event("pump", i, json + "}"));
            }
            driver.poll(poll);
            assertThat(json(driver)).hasSize(60);
        }
    }
}
