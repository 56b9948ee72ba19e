package io.sluice.offline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.simulation.FaultKind.Strain;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultKindTest {
    private static final Random NOISE = new Random(1);

    @Test
    void aSpikeAndALevelShiftAddTheirFullSize() {
        Strain strain = new Strain(-30, 0.1, 99, 98);

        assertThat(FaultKind.SPIKE.distort(100, strain, NOISE)).isEqualTo(70);
        assertThat(FaultKind.LEVEL_SHIFT.distort(100, strain, NOISE)).isEqualTo(70);
    }

    @Test
    void aDriftGrowsWithTheSquareOfTimeToTwiceItsSize() {
        assertThat(FaultKind.DRIFT.distort(100, new Strain(30, 0.5, 99, 98), NOISE))
                .isEqualTo(115);
        assertThat(FaultKind.DRIFT.distort(100, new Strain(30, 1, 99, 98), NOISE))
                .isEqualTo(160);
    }

    @Test
    void aStuckSensorRepeatsTheReadingBeforeTheFault() {
        assertThat(FaultKind.STUCK.distort(100, new Strain(30, 0.5, 99, 98), NOISE))
                .isEqualTo(99);
    }

    @Test
    void anOffsetAndAJointShiftAddLessThanTheirSize() {
        Strain strain = new Strain(-30, 0.1, 99, 98);

        assertThat(FaultKind.OFFSET.distort(100, strain, NOISE)).isEqualTo(91);
        assertThat(FaultKind.JOINT_SHIFT.distort(100, strain, NOISE)).isEqualTo(82);
    }

    @Test
    void aChannelOutOfStepGivesTheReadingOfADayAgo() {
        assertThat(FaultKind.OUT_OF_STEP.distort(100, new Strain(30, 0.5, 99, 98), NOISE))
                .isEqualTo(98);
    }

    @Test
    void faultsThatOnlyOtherChannelsRevealNeedSeveralChannels() {
        assertThat(kinds(1))
                .containsExactly(
                        FaultKind.SPIKE, FaultKind.LEVEL_SHIFT, FaultKind.DRIFT, FaultKind.STUCK, FaultKind.NOISE);
        assertThat(kinds(2)).contains(FaultKind.OFFSET, FaultKind.OUT_OF_STEP).doesNotContain(FaultKind.JOINT_SHIFT);
        assertThat(kinds(3)).containsExactly(FaultKind.values());
    }

    private static List<FaultKind> kinds(int channels) {
        return Stream.of(FaultKind.values())
                .filter(kind -> kind.happensTo(channels))
                .toList();
    }

    @Test
    void noiseIsRightOnAverageAndSpreadsByHalfItsSize() {
        double[] readings = DoubleStream.generate(
                        () -> FaultKind.NOISE.distort(100, new Strain(-30, 0.5, 99, 98), NOISE))
                .limit(10_000)
                .toArray();
        double mean = DoubleStream.of(readings).average().orElseThrow();
        double variance = DoubleStream.of(readings)
                .map(reading -> (reading - mean) * (reading - mean))
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(99.0, 101.0);
        assertThat(Math.sqrt(variance)).isBetween(14.5, 15.5);
    }
}
