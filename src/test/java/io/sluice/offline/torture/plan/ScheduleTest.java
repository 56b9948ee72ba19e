package io.sluice.offline.torture.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static TorturePlan plan(int minutes, long seed) {
        return new TorturePlan(minutes, seed, Set.copyOf(FaultKind.suiting(3)), 3);
    }

    @Test
    void oneSeedGivesOneSchedule() {
        assertThat(Schedule.of(plan(10, 7))).isEqualTo(Schedule.of(plan(10, 7)));
    }

    @Test
    void anotherSeedGivesAnotherSchedule() {
        assertThat(Schedule.of(plan(10, 7))).isNotEqualTo(Schedule.of(plan(10, 8)));
    }

    @Test
    void aLongerTortureBeginsLikeAShorterOne() {
        assertThat(Schedule.of(plan(10, 7)).subList(0, 3)).isEqualTo(Schedule.of(plan(3, 7)));
    }

    @Test
    void everyKindOfFaultComes() {
        assertThat(kinds(Schedule.of(plan(5, 1)))).isEqualTo(EnumSet.allOf(FaultKind.class));
    }

    @Test
    void onlyTheKindsThatWereAskedForCome() {
        TorturePlan plan = new TorturePlan(
                2, 1, Set.of(FaultKind.KILL, FaultKind.FREEZE), 1);
        assertThat(kinds(Schedule.of(plan))).containsExactlyInAnyOrder(FaultKind.KILL, FaultKind.FREEZE);
    }

    @Test
    void thereAreEnoughFaultsInEveryLength() {
        for (int minutes : List.of(1, 3, 9, 10, 30)) {
            long faults = Schedule.of(plan(minutes, 5)).stream()
                    .mapToLong(scenario -> scenario.faults().size())
                    .sum();
            assertThat(faults).as("%d minutes", minutes).isGreaterThan(plan(minutes, 5).leastFaults());
        }
    }

    @Test
    void threeMinutesNeedTwelveFaultsAndTenMinutesSixty() {
        assertThat(plan(3, 1).leastFaults()).isEqualTo(12);
        assertThat(plan(10, 1).leastFaults()).isEqualTo(60);
    }

    @Test
    void noFaultBeginsBeforeTheOneBeforeItIsUndone() {
        for (Scenario scenario : Schedule.of(plan(20, 3))) {
            long end = 0;
            for (PlannedFault fault : scenario.faults()) {
                assertThat(fault.atMillis()).isGreaterThan(end);
                end = fault.endMillis();
            }
            assertThat(scenario.sendingMillis()).isGreaterThan(end);
        }
    }

    @Test
    void faultsStrikeInstancesThatRunAndOneInstanceAlwaysStays() {
        for (Scenario scenario : Schedule.of(plan(40, 3))) {
            BitSet running = new BitSet();
            running.set(0, scenario.instances());
            for (PlannedFault fault : scenario.faults()) {
                switch (fault.kind()) {
                    case JOIN -> assertThat(running.get(fault.target())).isFalse();
                    case LEAVE, KILL, STOP, WIPE, FREEZE ->
                        assertThat(running.get(fault.target())).isTrue();
                    default -> assertThat(fault.target()).isLessThan(3);
                }
                if (fault.kind().victim() == FaultKind.Victim.GROUP) {
                    running.flip(fault.target());
                }
                assertThat(running.cardinality()).isBetween(1, Scenario.MOST_INSTANCES);
            }
        }
    }

    @Test
    void aSingleBrokerIsNeverLost() {
        assertThat(FaultKind.suiting(1)).noneMatch(kind -> kind.victim() == FaultKind.Victim.BROKER);
        assertThatThrownBy(() -> new TorturePlan(
                        1, 1, Set.of(FaultKind.BROKER_KILL), 1))
                .hasMessageContaining("broker-kill needs 3 brokers");
    }

    private static Set<FaultKind> kinds(List<Scenario> scenarios) {
        return scenarios.stream()
                .flatMap(scenario -> scenario.faults().stream())
                .map(PlannedFault::kind)
                .collect(Collectors.toSet());
    }
}
