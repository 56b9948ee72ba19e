package io.sluice.offline.torture.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.offline.torture.proxy.FaultTable;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;
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
        assertThat(kinds(Schedule.of(plan(10, 1)))).isEqualTo(EnumSet.allOf(FaultKind.class));
    }

    @Test
    void onlyTheKindsThatWereAskedForCome() {
        TorturePlan plan = new TorturePlan(2, 1, Set.of(FaultKind.KILL, FaultKind.FREEZE), 1);
        assertThat(kinds(Schedule.of(plan))).containsExactlyInAnyOrder(FaultKind.KILL, FaultKind.FREEZE);
    }

    @Test
    void thereAreEnoughFaultsInEveryLength() {
        for (int minutes : List.of(1, 3, 9, 10, 30)) {
            long faults = Schedule.of(plan(minutes, 5)).stream()
                    .mapToLong(scenario -> scenario.faults().size())
                    .sum();
            assertThat(faults)
                    .as("%d minutes", minutes)
                    .isGreaterThan(plan(minutes, 5).leastFaults());
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
                    case LEAVE, KILL, STOP, WIPE, FREEZE, NO_MEMORY, DISK_FULL ->
                        assertThat(running.get(fault.target())).isTrue();
                    default -> {}
                }
                if (fault.kind().victim() == FaultKind.Victim.GROUP) {
                    running.flip(fault.target());
                }
                assertThat(running.cardinality()).isBetween(1, Scenario.MOST_INSTANCES);
            }
        }
    }

    @Test
    void aModelFailsOnlyWhereItCan() {
        for (Scenario scenario : Schedule.of(plan(40, 3))) {
            if (scenario.pipeline().workload() != Workload.FRAGILE) {
                assertThat(scenario.faults()).noneMatch(fault -> fault.kind().victim() == FaultKind.Victim.MODEL);
            }
        }
        TorturePlan plan = new TorturePlan(9, 1, Set.of(FaultKind.SLOW_STEP), 1);
        assertThat(Schedule.of(plan)).allMatch(scenario -> scenario.pipeline().workload() == Workload.FRAGILE);
    }

    @Test
    void theSettingsOfPipelinesVary() {
        List<PipelineSetting> settings =
                Schedule.of(plan(24, 3)).stream().map(Scenario::pipeline).toList();
        assertThat(settings).extracting(PipelineSetting::workload).contains(Workload.values());
        assertThat(settings).extracting(PipelineSetting::store).contains("rocksdb", "memory");
        assertThat(settings).extracting(PipelineSetting::standbys).contains(0, 1);
        assertThat(settings).extracting(PipelineSetting::inputs).contains(1, 2);
        assertThat(settings).extracting(PipelineSetting::keyInEvent).contains(true, false);
        assertThat(settings).extracting(PipelineSetting::groupProtocol).contains("classic", "streams");
    }

    @Test
    void faultsOfTheProtocolDiffer() {
        assertThat(Schedule.of(plan(24, 3)).stream()
                        .flatMap(scenario -> scenario.faults().stream())
                        .filter(fault -> fault.kind() == FaultKind.PROTOCOL)
                        .map(PlannedFault::target)
                        .distinct())
                .hasSizeGreaterThan(10)
                .allMatch(target -> FaultTable.all().get(target).type() != ApiKeys.ADD_PARTITIONS_TO_TXN);
    }

    @Test
    void aSingleBrokerIsNeverLost() {
        assertThat(FaultKind.suiting(1)).noneMatch(kind -> kind.victim() == FaultKind.Victim.BROKER);
        assertThatThrownBy(() -> new TorturePlan(1, 1, Set.of(FaultKind.BROKER_KILL), 1))
                .hasMessageContaining("broker-kill needs 3 brokers");
    }

    private static Set<FaultKind> kinds(List<Scenario> scenarios) {
        return scenarios.stream()
                .flatMap(scenario -> scenario.faults().stream())
                .map(PlannedFault::kind)
                .collect(Collectors.toSet());
    }
}
