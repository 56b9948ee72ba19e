package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.offline.simulation.SensorFleet;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the shipped model for machines with several channels on pumps that it has not seen. */
class ShippedMachineModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SHIPPED = Path.of("models/machine-anomaly");
    private static final int EVENTS = 6000;

    @TempDir
    private Path temporary;

    @Test
    void mostFaultsAreFoundWithFewFalseAlertsAndMostlyTheRightChannel() throws IOException {
        String found = String.join("\n", runScenario(8).findings().summary());

        int injected = number(found, "(\\d+) faults injected");
        int caught = number(found, "(\\d+) caught");
        int alerts = number(found, "(\\d+) alerts,");
        int falseAlerts = number(found, "(\\d+) false");
        assertThat(caught).as(found).isGreaterThan(injected / 2);
        assertThat(falseAlerts).as(found).isLessThan(alerts / 4);
        assertThat(number(found, "named +(\\d+) of")).as(found).isGreaterThan((alerts - falseAlerts) * 6 / 10);
    }

    @Test
    void aSubsetOfTheChannelsIsPredictedWithoutTheOthers() throws IOException {
        JsonNode prediction =
                JSON.readTree(predictions(new SensorScenario(3, 1), 3, 20).get(19));

        assertThat(prediction.at("/anomaly/contributions").fieldNames())
                .toIterable()
                .containsExactly("speed", "temperature", "vibration");
        assertThat(prediction.path("model").asText()).isEqualTo("machine-anomaly");
    }

    private SensorScenario runScenario(int channels) throws IOException {
        SensorScenario scenario = new SensorScenario(channels, 1);
        predictions(scenario, channels, EVENTS);
        return scenario;
    }

    /** Runs a scenario without a broker, and returns the predictions. */
    private List<byte[]> predictions(SensorScenario scenario, int channels, int events) throws IOException {
        LoadedBundle bundle = LoadedBundle.open(scenario.bundle(SHIPPED, temporary), "cpu");
        assertThat(bundle.bundle().manifest().input().fields())
                .extracting("name")
                .isEqualTo(SensorFleet.channelNames(channels));
        Queue<DemoScenario.Event> sent = new ArrayDeque<>();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            DemoScenario.Event event = scenario.next();
            sent.add(event);
            records.add(new ConsumerRecord<>("events", 0, i, bytes(event.key()), bytes(event.json())));
        }
        List<byte[]> predictions = new ArrayList<>();
        try (OfflineScoring scoring = new OfflineScoring(
                ServingModel.of(bundle.bundle(), bundle.tokenizer(), scenario.scoring()),
                bundle.newStepModel(512),
                EngineSettings.DEFAULTS)) {
            scoring.poll(records, new OfflineScoring.Listener() {
                @Override
                public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
                    predictions.add(prediction);
                    assertThat(sent.remove().scorer().apply(json(prediction))).isNotNull();
                }

                @Override
                public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
                    throw new AssertionError(malformed.detail());
                }
            });
        }
        return predictions;
    }

    private static JsonNode json(byte[] prediction) {
        try {
            return JSON.readTree(prediction);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
