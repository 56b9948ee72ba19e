package io.sluice.offline.simulation;

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
import org.jspecify.annotations.Nullable;
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
    void timeNeverGoesBackAndEachKeysTimeAdvances(@ForAll long seed) {
        List<SensorEvent> events = events(new SensorFleet(3, 1, seed), 1000);

        assertThat(events).extracting(SensorEvent::time).isSorted();
        byKey(events)
                .forEach((key, ofKey) ->
                        assertThat(ofKey).extracting(SensorEvent::time).doesNotHaveDuplicates());
    }

    @Property(tries = 20)
    void stepsCountTheEventsWithAReading(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int channels) {
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
    void faultsComeAfterTheWarmUpAndAHealthyRest(@ForAll long seed) {
        byKey(events(new SensorFleet(2, 2, seed), 2000)).forEach((key, ofKey) -> {
            long healthySince = 0;
            for (Fault fault : faults(ofKey)) {
                assertThat(fault.key()).isEqualTo(key);
                assertThat(fault.first())
                        .isGreaterThan(healthySince == 0 ? SensorFleet.HEALTHY : healthySince + FaultPlan.REST);
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
    void someOfSeveralChannelsAreMissingButNeverAll(@ForAll long seed) {
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
    void channelsOfAMachineDependOnEachOther() {
        List<SensorEvent> healthy = events(new SensorFleet(200, 8, 3), 200 * SensorFleet.HEALTHY);

        assertThat(correlation(healthy, "speed", "vibration")).isGreaterThan(0.7);
        assertThat(correlation(healthy, "power", "current")).isGreaterThan(0.9);
        assertThat(correlation(healthy, "pressure", "flow")).isBetween(0.0, 0.7);
    }

    @Test
    void theOilTemperatureFollowsTheLoadWithALag() {
        List<SensorEvent> healthy = events(new SensorFleet(200, 8, 3), 200 * SensorFleet.HEALTHY);

        double now = correlation(healthy, "speed", "oil_temperature");
        double later = laggedCorrelation(healthy, "speed", "oil_temperature", 8);
        assertThat(later).isGreaterThan(now + 0.1);
    }

    @Test
    void aJointShiftAffectsTwoChannelsAndEveryOtherFaultOne() {
        assertThat(faults(events(new SensorFleet(10, 8, 1), 20_000)))
                .extracting(Fault::kind)
                .contains(FaultKind.values());
        assertThat(faults(events(new SensorFleet(10, 8, 1), 20_000))).allSatisfy(fault -> assertThat(fault.channels())
                .doesNotHaveDuplicates()
                .hasSize(fault.kind() == FaultKind.JOINT_SHIFT ? 2 : 1));
    }

    @Test
    void aChannelOutOfStepRepeatsThePreviousDay() {
        List<SensorEvent> events = events(new SensorFleet(1, 8, 1), 3000);
        Fault fault = faults(events).stream()
                .filter(one -> one.kind() == FaultKind.OUT_OF_STEP && one.first() > 200)
                .findFirst()
                .orElseThrow();
        String channel = fault.channels().get(0);
        int first = (int) fault.first() - 1;
        int day = DailyCycle.EVENTS;
        long repeated = LongStream.range(first, fault.last())
                .filter(i -> Objects.equals(reading(events, i, channel), reading(events, i - day, channel)))
                .count();

        assertThat(repeated).isGreaterThan((fault.last() - fault.first()) * 8 / 10);
    }

    private static @Nullable Double reading(List<SensorEvent> events, long event, String channel) {
        return events.get((int) event).readings().get(channel);
    }

    @Test
    void anEventIsAJsonObjectWithItsTimeAndItsChannels() {
        SensorEvent event = new SensorFleet(1, 1, 1).next();

        assertThat(event.key()).isEqualTo("pump-01");
        assertThat(json(event).path("timestamp").textValue())
                .isEqualTo(event.time().toString());
        assertThat(json(event).path("value").isNumber()).isTrue();
        assertThat(SensorFleet.channelNames(1)).containsExactly("value");
        assertThat(SensorFleet.channelNames(3)).containsExactly("speed", "temperature", "vibration");
        assertThat(SensorFleet.channelNames(8))
                .hasSize(SensorFleet.MOST_CHANNELS)
                .endsWith("oil_temperature");
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
    void aFleetWithoutMachinesOrWithAWrongNumberOfChannelsIsRefused() {
        assertThatThrownBy(() -> new SensorFleet(0, 1, 1)).hasMessageContaining("0 machines");
        assertThatThrownBy(() -> new SensorFleet(1, 0, 1)).hasMessageContaining("0 channels");
        assertThatThrownBy(() -> new SensorFleet(1, 9, 1)).hasMessageContaining("9 channels");
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

    private static double correlation(List<SensorEvent> events, String a, String b) {
        return laggedCorrelation(events, a, b, 0);
    }

    /**
     * Returns the correlation of a channel with another one {@code lag} events later, as the mean over the machines.
     */
    private static double laggedCorrelation(List<SensorEvent> events, String a, String b, int lag) {
        return byKey(events).values().stream()
                .mapToDouble(ofKey -> correlation(pairs(ofKey, a, b, lag)))
                .average()
                .orElseThrow();
    }

    private static List<List<Double>> pairs(List<SensorEvent> events, String a, String b, int lag) {
        List<List<Double>> pairs = new ArrayList<>();
        for (int i = lag; i < events.size(); i++) {
            Double first = events.get(i - lag).readings().get(a);
            Double second = events.get(i).readings().get(b);
            if (first != null && second != null) {
                pairs.add(List.of(first, second));
            }
        }
        return pairs;
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
