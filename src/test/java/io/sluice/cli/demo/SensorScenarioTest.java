package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.offline.simulation.Fault;
import io.sluice.offline.simulation.FaultKind;
import io.sluice.offline.simulation.SensorEvent;
import io.sluice.offline.simulation.SensorFleet;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SensorScenarioTest {
    private static final Fault SHIFT = new Fault("pump-01", FaultKind.LEVEL_SHIFT, List.of("value"), 100, 119);

    private final SensorScenario scenario = new SensorScenario(1, 1);

    @Test
    void anIncidentThatOpensDuringAFaultCatchesIt() {
        assertThat(score(100, SHIFT, true).explanation()).isEqualTo(SHIFT);

        assertThat(scenario.findings().status()).isEqualTo("1 fault injected: 1 caught, 0 missed; 1 alert, 0 false");
    }

    @Test
    void anIncidentThatOpensWithoutAFaultIsFalse() {
        assertThat(score(99, null, true).explanation()).isNull();

        assertThat(scenario.findings().status()).endsWith("1 alert, 1 false");
    }

    @Test
    void aPredictionThatOpensNoIncidentIsNotAnAlert() {
        assertThat(score(101, SHIFT, false).explanation()).isNull();

        assertThat(scenario.findings().status())
                .isEqualTo("1 fault injected: 0 caught, 0 missed, 1 still open; 0 alerts, 0 false");
    }

    @Test
    void anEventIsAReadingThatScoresItsPrediction() {
        DemoScenario.Event event = scenario.next();

        assertThat(event.key()).startsWith("pump-");
        assertThat(event.step()).isEqualTo(1);
        assertThat(event.json()).contains("\"value\":");
        assertThat(event.scorer().apply(prediction(false)).columns()).contains(event.key());
    }

    @Test
    void theSummaryShowsCaughtFaultsAndDelays() {
        score(100, SHIFT, false);
        score(103, SHIFT, true);
        score(119, SHIFT, false);
        score(300, new Fault("pump-01", FaultKind.STUCK, List.of("value"), 300, 320), false);
        score(320, new Fault("pump-01", FaultKind.STUCK, List.of("value"), 300, 320), false);
        score(500, null, true);

        assertThat(scenario.findings().summary())
                .isEqualTo(List.of(
                        "  faults        2 faults injected: 1 caught, 1 missed",
                        "                level shift  1 of 1 caught",
                        "                stuck        0 of 1 caught",
                        "  alerts        2 alerts, 1 false",
                        "  delay         median 3.0, at most 3 events from the start of a fault to its alert"));
    }

    @Test
    void thePageSeesFaultsWithTheirEndAndTheDelayOfTheirAlert() {
        score(100, SHIFT, false);
        assertThat(scenario.truth())
                .extracting(Truth::kind, Truth::fromStep, Truth::toStep, Truth::delay)
                .containsExactly(tuple("level-shift", 100L, null, null));
        score(103, SHIFT, true);
        score(110, SHIFT, true);
        score(120, null, true);
        assertThat(scenario.truth())
                .extracting(Truth::kind, Truth::fromStep, Truth::toStep, Truth::delay)
                .containsExactly(tuple("level-shift", 100L, 110L, 3L));
    }

    @Test
    void anInjectedFaultBeginsWithThePumpsNextEvent() {
        assertThat(scenario.faults())
                .extracting(DemoScenario.InjectableFault::kind)
                .containsExactly("spike", "level-shift", "drift", "stuck", "noise");
        Set<String> sent = new HashSet<>();
        while (sent.size() < 10) {
            sent.add(scenario.next().key());
        }
        scenario.inject("pump-03", "stuck");
        scenario.inject("pump-04", "stuck");
        DemoScenario.Event event = scenario.next();
        while (!event.key().equals("pump-03") || event.step() == 0) {
            event = scenario.next();
        }
        assertThat(event.scorer().apply(prediction(false))).isNotNull();
        assertThat(scenario.truth()).singleElement().satisfies(truth -> {
            assertThat(truth.kind()).isEqualTo("stuck");
            assertThat(truth.fromStep()).isLessThan(SensorFleet.HEALTHY);
        });
        assertThat(scenario.findings().status()).startsWith("1 fault injected");
        assertThatThrownBy(() -> scenario.inject("pump-03", "drift"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pump-03 has the fault stuck until step");
        assertThatThrownBy(() -> scenario.inject("pump-11", "drift")).hasMessage("there is no pump pump-11");
        assertThatThrownBy(() -> scenario.inject("pump-01", "offset"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no fault offset of pumps with 1 channel");
    }

    @Test
    void theSummaryWorksWithoutEvents() {
        assertThat(scenario.findings().summary())
                .containsExactly(
                        "  faults        0 faults injected: 0 caught, 0 missed",
                        "  alerts        0 alerts, 0 false",
                        "  delay         none, because no fault was caught");
    }

    @Test
    void theSummaryForSeveralChannelsCountsCorrectlyNamedChannels() {
        SensorScenario several = new SensorScenario(2, 1);
        Fault shift = new Fault("pump-01", FaultKind.LEVEL_SHIFT, List.of("speed"), 100, 119);
        for (String named : List.of("temperature", "speed")) {
            ObjectNode prediction = (ObjectNode) prediction(true);
            ((ObjectNode) prediction.get("anomaly"))
                    .putObject("contributions")
                    .put("speed", named.equals("speed") ? 0.9 : 0.1)
                    .put("temperature", named.equals("speed") ? 0.1 : 0.9);
            several.score(new SensorEvent("pump-01", Instant.EPOCH, 101, Map.of(), "{}", shift), prediction);
        }

        assertThat(several.findings().summary())
                .contains("  named         1 of 2 true alerts name a faulty channel first");
        assertThat(several.setup().senders()).isEqualTo("10 simulated pumps with 2 channels each");
        assertThat(several.setup().model()).isEqualTo("machine-anomaly");
    }

    private ScoredReading score(long step, @Nullable Fault fault, boolean opened) {
        Instant time = Instant.parse("2026-03-01T12:00:00Z");
        return scenario.score(
                new SensorEvent("pump-01", time, step, Map.of("value", 81.2), "{}", fault), prediction(opened));
    }

    private static JsonNode prediction(boolean opened) {
        ObjectNode prediction = JsonNodeFactory.instance.objectNode();
        ObjectNode anomaly = prediction.putObject("anomaly").put("score", 0.5);
        anomaly.putObject("expected").put("value", 80);
        anomaly.putObject("contributions").put("value", 1);
        anomaly.putObject("incident").put("phase", opened ? "opened" : "ongoing");
        return prediction;
    }
}
