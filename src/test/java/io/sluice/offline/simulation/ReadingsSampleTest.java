package io.sluice.offline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The readings in {@code topics/}: three simulated pumps, healthy for their first 550 events. With
 * {@code -Dsluice.docs.write=true} the file is written.
 */
class ReadingsSampleTest {
    private static final Path FILE = Path.of("topics/sensor-readings.sample.csv");
    private static final int MACHINES = 3;
    private static final int HEALTHY = 550;
    private static final int EVENTS = 800;
    private static final long SEED = 1;

    private static final List<SensorEvent> READINGS = new ArrayList<>();

    @BeforeAll
    static void simulate() {
        SensorFleet fleet = new SensorFleet(MACHINES, 1, HEALTHY, SEED);
        Map<String, Integer> counts = new HashMap<>();
        while (READINGS.size() < MACHINES * EVENTS) {
            SensorEvent event = fleet.next();
            if (event.step() > 0 && counts.merge(event.key(), 1, Integer::sum) <= EVENTS) {
                READINGS.add(event);
            }
        }
    }

    private static List<String> rows() {
        Stream<String> rows = READINGS.stream()
                .map(event -> event.key() + "," + event.time() + ","
                        + event.readings().get(Channel.SOLE));
        return Stream.concat(Stream.of("machine,timestamp,value"), rows).toList();
    }

    @Test
    void theSampleIsTheSimulation() throws IOException {
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.write(FILE, rows());
        }
        assertThat(Files.readAllLines(FILE)).isEqualTo(rows());
    }

    @Test
    void eachPumpHasAFaultAndNoneBeforeItsProfileIsLearnt() {
        assertThat(READINGS)
                .filteredOn(event -> event.fault() != null)
                .allMatch(event -> event.step() > HEALTHY)
                .extracting(SensorEvent::key)
                .contains("pump-01", "pump-02", "pump-03");
    }
}
