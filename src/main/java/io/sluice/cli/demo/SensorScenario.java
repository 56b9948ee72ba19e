package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.offline.Plural;
import io.sluice.offline.simulation.Fault;
import io.sluice.offline.simulation.FaultGroundTruth;
import io.sluice.offline.simulation.FaultKind;
import io.sluice.offline.simulation.SensorEvent;
import io.sluice.offline.simulation.SensorFleet;
import io.sluice.offline.training.sensor.ChannelSubset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Simulated pumps with known faults, and the accuracy of the alerts. */
@Internal
public final class SensorScenario implements DemoScenario {
    private static final int MACHINES = 10;

    private final int channels;
    private final SensorFleet fleet;
    private final FaultGroundTruth groundTruth = new FaultGroundTruth();
    private final TruthLog truth = new TruthLog();

    /** @param channels the number of channels of each pump, from 1 to {@link SensorFleet#MOST_CHANNELS} */
    public SensorScenario(int channels, long seed) {
        this.channels = channels;
        this.fleet = new SensorFleet(MACHINES, channels, seed);
    }

    @Override
    public Setup setup() {
        return new Setup(
                "sensor",
                MACHINES + " simulated pumps" + (channels == 1 ? "" : " with " + channels + " channels each"),
                channels == 1 ? "sensor-anomaly" : "machine-anomaly",
                "sensor",
                ScoredReading.heading(channels),
                "every alert and the start of every fault");
    }

    /** Cuts the model for several channels down to fewer channels if necessary. Its weights work for any subset. */
    @Override
    public Path bundle(Path shipped, Path temporary) throws IOException {
        if (channels == 1 || channels == SensorFleet.MOST_CHANNELS) {
            return shipped;
        }
        Path subset = temporary.resolve(String.valueOf(shipped.getFileName()));
        ChannelSubset.write(shipped, SensorFleet.channelNames(channels), subset);
        return subset;
    }

    /** The pumps have their first faults after 60 events, and their readings are calmer than most. */
    @Override
    public Map<String, Double> scoring() {
        return channels == 1 ? Map.of("silent.events", 60.0, "false.alerts", 1.5) : Map.of("silent.events", 60.0);
    }

    @Override
    public Event next() {
        SensorEvent event = nextReading();
        return new Event(event.key(), event.step(), event.json(), prediction -> score(event, prediction));
    }

    private SensorEvent nextReading() {
        synchronized (fleet) {
            return fleet.next();
        }
    }

    @Override
    public List<InjectableFault> faults() {
        return SensorFleet.faults(channels).stream()
                .map(kind -> new InjectableFault(name(kind), kind.text()))
                .toList();
    }

    private static String name(FaultKind kind) {
        return kind.text().replace(' ', '-');
    }

    @Override
    public void inject(String key, String kind) {
        FaultKind found = SensorFleet.faults(channels).stream()
                .filter(one -> name(one).equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no fault " + kind + " of pumps with " + Plural.format(channels, "channel")));
        synchronized (fleet) {
            fleet.inject(key, found);
        }
    }

    @Override
    public List<Truth> truth() {
        return truth.all();
    }

    @Override
    public Findings findings() {
        return FaultFindings.describe(groundTruth.report(), channels > 1);
    }

    private void log(SensorEvent event, @Nullable Fault found) {
        Fault fault = event.fault();
        if (fault == null) {
            truth.end(event.key());
            return;
        }
        Long since = truth.openSince(event.key());
        if (since == null || since < fault.first()) {
            truth.begin(event.key(), name(fault.kind()), title(fault), event.step(), event.time());
        } else {
            truth.goesOn(event.key(), event.step(), event.time());
        }
        if (fault.equals(found)) {
            truth.found(event.key(), event.step() - fault.first());
        }
    }

    private String title(Fault fault) {
        return fault.kind().text() + (channels == 1 ? "" : " of " + String.join(" and ", fault.channels()));
    }

    ScoredReading score(SensorEvent event, JsonNode json) {
        SensorPrediction prediction = SensorPrediction.parse(json);
        if (event.fault() != null) {
            groundTruth.inject(event.fault());
        }
        groundTruth.score(event.key(), event.step());
        @Nullable
        Fault explanation =
                prediction.opened() ? groundTruth.alert(event.key(), event.step(), prediction.mainChannel()) : null;
        log(event, explanation);
        return new ScoredReading(prediction, event, explanation);
    }
}
