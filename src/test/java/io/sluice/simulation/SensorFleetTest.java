package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SensorFleetTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 20)
    void theSameSeedGivesTheSameStream(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int machines,
            @ForAll @IntRange(min = 1, max = 3) int c) {
        assertThat(events(new SensorFleet(machines, c, seed), 500))
                .isEqualTo(events(new SensorFleet(machines, c, seed), 500));
    }

    @Property(tries = 20)
    void anotherSeedGivesAnotherStream(@ForAll long seed) {
        assertThat(events(new SensorFleet(2, 1, seed), 20)).isNotEqualTo(events(new SensorFleet(2, 1, seed + 1), 20));
    }

    @Property(tries = 20)
    void timeNeverGoesBackAndEachKeysTimeGoesOn(@ForAll long seed) {
        List<SensorEvent> events = events(new SensorFleet(3, 1, seed), 1000);

        assertThat(events).extracting(SensorEvent::time).isSorted();
        byKey(events)
                .forEach((key, ofKey) ->
                        assertThat(ofKey).extracting(SensorEvent::time).doesNotHaveDuplicates());
    }

    @Property(tries = 20)
    void stepsCountTheEventsThatHaveAReading(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int channels) {
        byKey(events(new SensorFleet(3, channels, seed), 1000)).forEach((key, ofKey) -> {
            List<Long> steps = ofKey.stream()
                    .filter(event -> !readings(event).isEmpty())
                    .map(SensorEvent::step)
                    .toList();
            assertThat(steps)
                    .isEqualTo(LongStream.rangeClosed(1, steps.size()).boxed().toList());
            assertThat(ofKey).filteredOn(event -> readings(event).isEmpty()).allMatch(event -> event.step() == 0);
        });
    }

    @Property(tries = 50)
    void faultsComeAfterTheWarmUpAndLeaveTimeToRest(@ForAll long seed) {
        byKey(events(new SensorFleet(2, 2, seed), 2000)).forEach((key, ofKey) -> {
            long healthySince = 0;
            for (Fault fault : faults(ofKey)) {
                assertThat(fault.key()).isEqualTo(key);
                assertThat(fault.first())
                        .isGreaterThan(healthySince == 0 ? FaultPlan.WARM_UP : healthySince + FaultPlan.REST);
                healthySince = fault.last();
            }
            assertThat(healthySince).isPositive();
        });
    }

    @Property(tries = 50)
    void exactlyTheEventsOfAFaultAreMarked(@ForAll long seed) {
        byKey(events(new SensorFleet(2, 1, seed), 2000)).forEach((key, ofKey) -> {
            Set<Fault> faults = faults(ofKey);
            for (SensorEvent event : ofKey) {
                Fault truth = faults.stream()
                        .filter(fault -> fault.first() <= event.step() && event.step() <= fault.last())
                        .findAny()
                        .orElse(null);
                assertThat(event.fault()).isEqualTo(truth);
            }
        });
    }

    @Property(tries = 20)
    void ofSeveralChannelsSomeAreMissingButNeverAll(@ForAll long seed) {
        List<SensorEvent> events = events(new SensorFleet(3, 3, seed), 1000);

        assertThat(events).noneMatch(event -> readings(event).isEmpty());
        assertThat(events).anyMatch(event -> readings(event).size() < 3);
        assertThat(events).anyMatch(event -> event.json().contains("null"));
        assertThat(events).anyMatch(event -> json(event).size() < 4);
    }

    @Test
    void aMachineReportsEveryTwentyMinutesButIsSilentAtTimes() {
        List<SensorEvent> events = events(new SensorFleet(1, 1, 7), 1000);
        List<Long> minutes = new ArrayList<>();
        for (int i = 1; i < events.size(); i++) {
            minutes.add(Duration.between(events.get(i - 1).time(), events.get(i).time())
                    .toMinutes());
        }

        assertThat(minutes).filteredOn(m -> 15 <= m && m <= 24).hasSizeGreaterThan(950);
        assertThat(minutes).anyMatch(m -> m > 60).allMatch(m -> m < 300);
    }

    @Test
    void channelsOfAMachineShareItsLoad() {
        List<SensorEvent> healthy = events(new SensorFleet(1, 2, 3), FaultPlan.WARM_UP);
        List<List<Double>> both = healthy.stream()
                .map(SensorFleetTest::readings)
                .filter(r -> r.size() == 2)
                .toList();

        assertThat(correlation(both)).isGreaterThan(0.7);
    }

    @Test
    void anEventIsAJsonObjectWithItsTimeAndItsChannels() {
        SensorEvent event = new SensorFleet(1, 1, 1).next();

        assertThat(event.key()).isEqualTo("pump-01");
        assertThat(json(event).path("timestamp").textValue())
                .isEqualTo(event.time().toString());
        assertThat(json(event).path("value").isNumber()).isTrue();
        assertThat(SensorFleet.channelNames(3)).containsExactly("value1", "value2", "value3");
    }

    @Property(tries = 20)
    void aStuckSensorRepeatsItsReading(@ForAll long seed) {
        List<SensorEvent> stuck = events(new SensorFleet(1, 1, seed), 2000).stream()
                .filter(event -> event.fault() != null && event.fault().kind() == FaultKind.STUCK)
                .toList();
        Fault first = Objects.requireNonNull(stuck.get(0).fault());

        assertThat(stuck)
                .filteredOn(event -> first.equals(event.fault()))
                .hasSize((int) (first.last() - first.first() + 1))
                .extracting(SensorFleetTest::readings)
                .containsOnly(readings(stuck.get(0)));
    }

    @Test
    void aFleetOfNoneIsRefused() {
        assertThatThrownBy(() -> new SensorFleet(0, 1, 1)).hasMessageContaining("0 machines");
        assertThatThrownBy(() -> new SensorFleet(1, 0, 1)).hasMessageContaining("0 channels");
    }

    private static List<SensorEvent> events(SensorFleet fleet, int count) {
        return Stream.generate(fleet::next).limit(count).toList();
    }

    private static Map<String, List<SensorEvent>> byKey(List<SensorEvent> events) {
        return events.stream().collect(Collectors.groupingBy(SensorEvent::key));
    }

    private static Set<Fault> faults(List<SensorEvent> events) {
        return events.stream()
                .map(SensorEvent::fault)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Double> readings(SensorEvent event) {
        List<Double> readings = new ArrayList<>();
        json(event).forEach(field -> {
            if (field.isNumber()) {
                readings.add(field.doubleValue());
            }
        });
        return readings;
    }

    private static JsonNode json(SensorEvent event) {
        try {
            return JSON.readTree(event.json());
        } catch (JsonProcessingException e) {
            throw new AssertionError(event.json(), e);
        }
    }

    private static double correlation(List<List<Double>> pairs) {
        double[] a = pairs.stream().mapToDouble(pair -> pair.get(0)).toArray();
        double[] b = pairs.stream().mapToDouble(pair -> pair.get(1)).toArray();
        return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = DoubleStream.of(a).average().orElseThrow();
        double meanB = DoubleStream.of(b).average().orElseThrow();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum / a.length;
    }
}
