package io.sluice.offline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.simulation.FaultReport.Counts;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FaultGroundTruthTest {
    private static final Fault SHIFT = new Fault("pump-01", FaultKind.LEVEL_SHIFT, List.of("value"), 100, 119);
    private static final long LAST_EXPLAINED = SHIFT.last() + FaultGroundTruth.GRACE;

    private final FaultGroundTruth truth = new FaultGroundTruth();

    @Test
    void anAlertDuringAFaultCatchesIt() {
        truth.inject(SHIFT);
        score("pump-01", 103);

        assertThat(truth.alert("pump-01", 103, "value")).isEqualTo(SHIFT);
        FaultReport report = truth.report();

        assertThat(report.total()).isEqualTo(new Counts(1, 0, 0));
        assertThat(report.alerts()).isEqualTo(1);
        assertThat(report.falseAlerts()).isZero();
        assertThat(report.medianDelay()).isEqualTo(3);
        assertThat(report.maxDelay()).isEqualTo(3);
    }

    @Test
    void anAlertBeforeTheFaultOrLongAfterItIsFalse() {
        truth.inject(SHIFT);
        score("pump-01", 200);

        assertThat(truth.alert("pump-01", 99, "value")).isNull();
        assertThat(truth.alert("pump-01", LAST_EXPLAINED + 1, "value")).isNull();

        assertThat(truth.report().falseAlerts()).isEqualTo(2);
        assertThat(truth.report().total()).isEqualTo(new Counts(0, 1, 0));
    }

    @Test
    void theReturnToHealthExplainsAnAlertButCatchesNothing() {
        truth.inject(SHIFT);
        score("pump-01", LAST_EXPLAINED);

        assertThat(truth.alert("pump-01", SHIFT.last() + 1, "value")).isEqualTo(SHIFT);
        assertThat(truth.alert("pump-01", LAST_EXPLAINED, "value")).isEqualTo(SHIFT);

        assertThat(truth.report().falseAlerts()).isZero();
        assertThat(truth.report().total()).isEqualTo(new Counts(0, 1, 0));
    }

    @Test
    void anAlertAtTheLastFaultyEventCatchesIt() {
        truth.inject(SHIFT);
        score("pump-01", SHIFT.last());
        truth.alert("pump-01", SHIFT.last(), "value");

        assertThat(truth.report().maxDelay()).isEqualTo(19);
    }

    @Test
    void anAlertOfAnotherKeyIsFalse() {
        truth.inject(SHIFT);
        score("pump-01", 200);

        assertThat(truth.alert("pump-02", 105, "value")).isNull();
        assertThat(truth.report().total().caught()).isZero();
    }

    @Test
    void aSecondAlertOfAFaultNeitherCatchesItNorIsFalse() {
        truth.inject(SHIFT);
        score("pump-01", 115);
        truth.alert("pump-01", 101, "value");
        truth.alert("pump-01", 115, "value");

        FaultReport report = truth.report();
        assertThat(report.total().caught()).isEqualTo(1);
        assertThat(report.alerts()).isEqualTo(2);
        assertThat(report.falseAlerts()).isZero();
        assertThat(report.maxDelay()).isEqualTo(1);
    }

    @Test
    void aFaultIsUndecidedUntilItEnds() {
        truth.inject(SHIFT);
        score("pump-01", 99);
        assertThat(truth.report().total().injected()).isZero();
        score("pump-01", 100);
        assertThat(truth.report().total()).isEqualTo(new Counts(0, 0, 1));
        score("pump-01", SHIFT.last() - 1);
        assertThat(truth.report().total()).isEqualTo(new Counts(0, 0, 1));
        score("pump-01", SHIFT.last());
        assertThat(truth.report().total()).isEqualTo(new Counts(0, 1, 0));
    }

    @Test
    void anExplainedAlertIsComparedWithTheChannelsOfTheFault() {
        truth.inject(new Fault("pump-01", FaultKind.JOINT_SHIFT, List.of("speed", "flow"), 100, 119));
        score("pump-01", 200);
        truth.alert("pump-01", 100, "flow");
        truth.alert("pump-01", 110, "power");
        truth.alert("pump-01", 120, "speed");
        truth.alert("pump-01", 190, "speed");

        assertThat(truth.report().alerts()).isEqualTo(4);
        assertThat(truth.report().falseAlerts()).isEqualTo(1);
        assertThat(truth.report().named()).isEqualTo(2);
    }

    @Test
    void kindsAreCountedSeparatelyAndDelaysTogether() {
        truth.inject(SHIFT);
        truth.inject(new Fault("pump-01", FaultKind.SPIKE, List.of("value"), 300, 300));
        truth.inject(new Fault("pump-02", FaultKind.SPIKE, List.of("value"), 50, 51));
        truth.inject(new Fault("pump-03", FaultKind.STUCK, List.of("value"), 50, 80));
        score("pump-01", 500);
        score("pump-02", 500);
        score("pump-03", 500);
        truth.alert("pump-01", 105, "value");
        truth.alert("pump-01", 300, "value");

        FaultReport report = truth.report();
        assertThat(report.kinds())
                .containsOnlyKeys(FaultKind.LEVEL_SHIFT, FaultKind.SPIKE, FaultKind.STUCK)
                .containsEntry(FaultKind.LEVEL_SHIFT, new Counts(1, 0, 0))
                .containsEntry(FaultKind.SPIKE, new Counts(1, 1, 0))
                .containsEntry(FaultKind.STUCK, new Counts(0, 1, 0));
        assertThat(report.medianDelay()).isEqualTo(2.5);
        assertThat(report.maxDelay()).isEqualTo(5);

        truth.alert("pump-02", 51, "value");
        assertThat(truth.report().medianDelay()).isEqualTo(1);
    }

    @Test
    void withoutCaughtFaultsThereIsNoDelay() {
        assertThat(truth.report().medianDelay()).isNaN();
        assertThat(truth.report().maxDelay()).isZero();
    }

    @Property(tries = 100)
    void alertsAtTheFirstFaultyEventsCatchEveryFaultWithoutDelay(@ForAll long seed) {
        FaultGroundTruth fresh = new FaultGroundTruth();
        SensorFleet fleet = new SensorFleet(3, 1, seed);
        for (int i = 0; i < 2000; i++) {
            SensorEvent event = fleet.next();
            Fault fault = event.fault();
            if (fault != null) {
                fresh.inject(fault);
            }
            if (event.step() > 0) {
                fresh.score(event.key(), event.step());
            }
            if (fault != null && event.step() == fault.first()) {
                assertThat(fresh.alert(event.key(), event.step(), "value")).isEqualTo(fault);
            }
        }

        FaultReport report = fresh.report();
        assertThat(report.total().caught()).isEqualTo(report.total().injected()).isPositive();
        assertThat(report.falseAlerts()).isZero();
        assertThat(report.medianDelay()).isZero();
        assertThat(report.maxDelay()).isZero();
    }

    private void score(String key, long step) {
        truth.score(key, step);
    }
}
