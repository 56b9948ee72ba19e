package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulation.Fault;
import io.sluice.simulation.FaultLedger;
import io.sluice.simulation.SensorEvent;
import io.sluice.simulation.SensorFleet;
import org.jspecify.annotations.Nullable;

/** Pumps whose faults are known, and the alerts that they raise. */
final class SensorScenario implements DemoScenario {
    private static final int MACHINES = 10;
    private static final Stage STAGE = new Stage(
            MACHINES + " simulated pumps",
            "sensor-anomaly",
            "sensor",
            ScoredReading.HEADING,
            "every alert and every fault's beginning");

    private final SensorFleet fleet;
    private final FaultLedger ledger = new FaultLedger();

    SensorScenario(long seed) {
        this.fleet = new SensorFleet(MACHINES, 1, seed);
    }

    @Override
    public Stage stage() {
        return STAGE;
    }

    @Override
    public Event next() {
        SensorEvent event = fleet.next();
        return new Event(event.key(), event.step(), event.json(), prediction -> judge(event, prediction));
    }

    @Override
    public Findings findings() {
        return FaultFindings.of(ledger.report());
    }

    ScoredReading judge(SensorEvent event, JsonNode json) {
        SensorPrediction prediction = SensorPrediction.of(json);
        if (event.fault() != null) {
            ledger.inject(event.fault());
        }
        ledger.score(event.key(), event.step());
        @Nullable Fault explanation = prediction.opened() ? ledger.alert(event.key(), event.step()) : null;
        return new ScoredReading(prediction, event, explanation);
    }
}
