package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.offline.simulation.Fault;
import io.sluice.offline.simulation.FaultGroundTruth;
import io.sluice.offline.simulation.SensorEvent;
import io.sluice.offline.simulation.SensorFleet;
import io.sluice.offline.training.sensor.ChannelSubset;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Pumps whose faults are known, and the alerts that they raise. */
@Internal
public final class SensorScenario implements DemoScenario {
    private static final int MACHINES = 10;

    private final int channels;
    private final SensorFleet fleet;
    private final FaultGroundTruth ledger = new FaultGroundTruth();

    /** @param channels of each pump, from 1 to {@link SensorFleet#MOST_CHANNELS} */
    public SensorScenario(int channels, long seed) {
        this.channels = channels;
        this.fleet = new SensorFleet(MACHINES, channels, seed);
    }

    @Override
    public Stage stage() {
        return new Stage(
                MACHINES + " simulated pumps" + (channels == 1 ? "" : " with " + channels + " channels each"),
                channels == 1 ? "sensor-anomaly" : "machine-anomaly",
                "sensor",
                ScoredReading.heading(channels),
                "every alert and every fault's beginning");
    }

    /** The model for several channels has learned from all of them; its weights serve fewer as well. */
    @Override
    public Path bundle(Path shipped, Path temporary) throws IOException {
        if (channels == 1 || channels == SensorFleet.MOST_CHANNELS) {
            return shipped;
        }
        Path fewer = temporary.resolve(String.valueOf(shipped.getFileName()));
        ChannelSubset.write(shipped, SensorFleet.channelNames(channels), fewer);
        return fewer;
    }

    @Override
    public Event next() {
        SensorEvent event = fleet.next();
        return new Event(event.key(), event.step(), event.json(), prediction -> judge(event, prediction));
    }

    @Override
    public Findings findings() {
        return FaultFindings.of(ledger.report(), channels > 1);
    }

    ScoredReading judge(SensorEvent event, JsonNode json) {
        SensorPrediction prediction = SensorPrediction.of(json);
        if (event.fault() != null) {
            ledger.inject(event.fault());
        }
        ledger.score(event.key(), event.step());
        @Nullable
        Fault explanation = prediction.opened() ? ledger.alert(event.key(), event.step(), prediction.first()) : null;
        return new ScoredReading(prediction, event, explanation);
    }
}
