package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static io.sluice.stream.PipelineDriver.reset;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.ServingModel;
import io.sluice.state.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscriber of the alert topic sees of a key that sends no event. The limit is one minute. */
class SilenceTest {
    private static final ServingModel SPEC = TestModels.spec("value");
    private static final long LIMIT = 60_000;
    private static final long START = 1_772_366_400_000L;
    private final List<PipelineDriver> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(PipelineDriver::close);
    }

    private PipelineDriver pipeline(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(
                Map.of("sluice.alert.topic", PipelineDriver.ALERTS, "sluice.alert.silence.ms", Long.toString(LIMIT)));
        properties.putAll(more);
        PipelineDriver driver =
                new PipelineDriver(SPEC, () -> new ReadingModel(SPEC.manifest().sizes()), properties);
        open.add(driver);
        return driver;
    }

    private static PipelineDriver.Input reading(String key, long time) {
        return event(key, time, "{\"timestamp\":" + time + ",\"value\":1}");
    }

    private static void assertOpened(JsonNode alert, String key, long last, long step) {
        assertThat(alert.get("key").asText()).isEqualTo(key);
        assertThat(alert.get("timestamp").asText()).isEqualTo(iso(last + LIMIT));
        assertThat(alert.get("step").asLong()).isEqualTo(step);
        assertThat(alert.get("source").isNull()).isTrue();
        assertIncident(alert, "opened", "silence", last, step);
    }

    private static void assertClosed(JsonNode alert, String cause, long last, long step, long time) {
        assertThat(alert.get("timestamp").asText()).isEqualTo(iso(time));
        assertIncident(alert, "closed", cause, last, step);
    }

    private static void assertIncident(JsonNode alert, String phase, String cause, long since, long step) {
        JsonNode incident = alert.get("incident");
        assertThat(incident.get("kind").asText()).isEqualTo("silence");
        assertThat(incident.get("phase").asText()).isEqualTo(phase);
        assertThat(incident.get("cause").asText()).isEqualTo(cause);
        assertThat(incident.get("since").asText()).isEqualTo(iso(since));
        assertThat(incident.get("step").asLong()).isEqualTo(step);
    }

    private static String iso(long millis) {
        return Instant.ofEpochMilli(millis).toString().replaceAll("(:\\d\\d)Z", "$1.000Z");
    }

    /** Lets the sweep pass over the store, and wall-clock time pass second by second. */
    private static void pass(PipelineDriver driver, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            driver.advanceWallClock(Duration.ofSeconds(1));
        }
    }

    @Test
    void aKeyThatSendsNothingWhileOthersDoIsSilentUntilItsNextEvent() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(reading("pump", START), reading("pump", START + 1000), reading("fan", START + 45_000)));
        pass(driver, Duration.ofSeconds(10));
        assertThat(driver.alerts()).isEmpty();
        driver.poll(List.of(reading("fan", START + 61_001)));
        pass(driver, Duration.ofSeconds(10));
        assertThat(AlertJson.of(driver))
                .singleElement()
                .satisfies(alert -> assertOpened(alert, "pump", START + 1000, 2));
        assertThat(driver.count("sluice.silences.opened")).isEqualTo(1);

        pass(driver, Duration.ofSeconds(10));
        assertThat(driver.alerts()).as("told once").isEmpty();

        driver.poll(List.of(reading("pump", START + 90_000), reading("pump", START + 90_001)));
        assertThat(AlertJson.of(driver)).singleElement().satisfies(alert -> {
            assertClosed(alert, "event", START + 1000, 2, START + 90_000);
            assertThat(alert.get("step").asLong()).isEqualTo(3);
            assertThat(alert.at("/source/offset").asLong()).isEqualTo(4);
            assertThat(alert.get("score").isNumber()).isTrue();
        });
        assertThat(driver.count("sluice.silences.closed")).isEqualTo(1);
        assertThat(driver.count("sluice.silences.opened")).isEqualTo(1);
    }

    /** The alerts do not depend on the sweep, which may come late. */
    @Test
    void anEventThatComesBeforeTheSweepOpensAndClosesTheSilence() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(reading("pump", START)));
        driver.poll(List.of(reading("pump", START + LIMIT + 1), reading("pump", START + LIMIT + 2)));
        List<JsonNode> told = AlertJson.of(driver);
        assertThat(told).hasSize(2);
        assertOpened(told.get(0), "pump", START, 1);
        assertClosed(told.get(1), "event", START, 1, START + LIMIT + 1);
        assertThat(driver.count("sluice.silences.opened")).isEqualTo(1);
    }

    @Test
    void timeGoesOnWhenAllKeysAreSilent() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(reading("pump", START), reading("fan", START + 30_000)));
        pass(driver, Duration.ofSeconds(20));
        assertThat(driver.alerts()).isEmpty();
        pass(driver, Duration.ofSeconds(20));
        assertThat(AlertJson.of(driver)).singleElement().satisfies(alert -> assertOpened(alert, "pump", START, 1));
        pass(driver, Duration.ofSeconds(40));
        assertThat(AlertJson.of(driver))
                .singleElement()
                .satisfies(alert -> assertOpened(alert, "fan", START + 30_000, 1));
    }

    @Test
    void aSilenceThatWasToldIsNotToldAgainAfterARestart() {
        PipelineDriver before = pipeline(Map.of());
        before.poll(List.of(reading("pump", START), reading("fan", START + LIMIT + 1)));
        pass(before, Duration.ofSeconds(5));
        assertThat(before.alerts()).hasSize(1);
        PipelineDriver after = pipeline(Map.of());
        before.states().forEach(after::put);
        after.poll(List.of(reading("fan", START + 2 * LIMIT)));
        pass(after, Duration.ofSeconds(5));
        assertThat(after.alerts()).isEmpty();
        after.poll(List.of(reading("pump", START + 2 * LIMIT + 1)));
        assertThat(AlertJson.of(after))
                .singleElement()
                .satisfies(alert -> assertClosed(alert, "event", START, 1, START + 2 * LIMIT + 1));
    }

    @ParameterizedTest
    @CsvSource({"a reset, event", "a deletion, deleted"})
    void aResetOrADeletionEndsASilence(String record, String cause) {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(reading("pump", START), reading("fan", START + LIMIT + 1)));
        pass(driver, Duration.ofSeconds(5));
        assertThat(driver.alerts()).hasSize(1);
        long time = START + LIMIT + 5;
        driver.poll(List.of(
                record.equals("a reset")
                        ? reset("pump", time, "{\"timestamp\":" + time + ",\"value\":1}")
                        : event("pump", time, null)));
        assertThat(AlertJson.of(driver)).singleElement().satisfies(alert -> assertClosed(alert, cause, START, 1, time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the sweep", "an event"})
    void aSilentKeyThatExpiresIsToldOfOnce(String finder) {
        PipelineDriver driver = pipeline(Map.of("sluice.state.ttl.ms", Long.toString(2 * LIMIT)));
        driver.poll(List.of(reading("pump", START)));
        driver.poll(List.of(reading(finder.equals("an event") ? "pump" : "fan", START + 3 * LIMIT)));
        pass(driver, Duration.ofSeconds(15));
        List<JsonNode> told = AlertJson.of(driver);
        assertThat(told).hasSize(2);
        assertOpened(told.get(0), "pump", START, 1);
        assertClosed(told.get(1), "expired", START, 1, START);
    }

    /** Look-ahead computed the outcome before the sweep told of the silence. */
    @Test
    void anOutcomeThatWasComputedAheadIsComputedAgain() {
        PipelineDriver driver = pipeline(Map.of());
        driver.poll(List.of(reading("pump", START)));
        List<PipelineDriver.Input> polled = List.of(reading("fan", START + 1), reading("pump", START + 2));
        driver.file(polled);
        driver.process(polled.get(0));
        pass(driver, Duration.ofSeconds(70));
        assertThat(AlertJson.of(driver))
                .extracting(alert -> alert.get("key").asText())
                .containsExactly("pump", "fan");
        driver.process(polled.get(1));
        assertThat(AlertJson.of(driver))
                .singleElement()
                .satisfies(alert -> assertClosed(alert, "event", START, 1, START + 2));
        assertThat(KeyState.of(driver.states().get("pump")).isSilenceTold()).isFalse();
    }
}
