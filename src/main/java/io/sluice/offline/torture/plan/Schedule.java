package io.sluice.offline.torture.plan;

import io.sluice.offline.torture.proxy.FaultName;
import io.sluice.offline.torture.proxy.FaultTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Draws the scenarios of a plan. They depend on the plan alone, so a seed repeats them.
 *
 * <p>The kinds of faults come from a deck that is shuffled when it is used up, so each kind comes about equally often.
 */
public final class Schedule {
    private static final int FAULTS = 7;
    private static final int LAYOUTS = 3;
    private static final int REPARTITIONED = 1;
    private static final int SEVERAL_INPUTS = 2;
    private static final int FIRST_MILLIS = 3_000;
    private static final int SHORTEST_GAP = 2_500;
    private static final int LONGEST_GAP = 5_000;

    /** Brokers of today add partitions and groups to transactions by themselves. */
    private static final Set<ApiKeys> OF_OLD_BROKERS =
            Set.of(ApiKeys.ADD_PARTITIONS_TO_TXN, ApiKeys.ADD_OFFSETS_TO_TXN);

    private static final Set<ApiKeys> OF_CLASSIC_GROUPS =
            Set.of(ApiKeys.HEARTBEAT, ApiKeys.JOIN_GROUP, ApiKeys.SYNC_GROUP);
    private static final Set<ApiKeys> OF_STREAMS_GROUPS = Set.of(ApiKeys.STREAMS_GROUP_HEARTBEAT);

    private final TorturePlan plan;
    private final Random random;
    private final int start;
    private final List<FaultKind> deck = new ArrayList<>();

    private Schedule(TorturePlan plan) {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.start = random.nextInt(LAYOUTS * Workload.values().length);
    }

    /** Returns the scenarios of a plan. */
    public static List<Scenario> of(TorturePlan plan) {
        Schedule schedule = new Schedule(plan);
        List<Scenario> scenarios = new ArrayList<>();
        for (int number = 1; number <= plan.minutes(); number++) {
            scenarios.add(schedule.scenario(number));
        }
        return scenarios;
    }

    private Scenario scenario(int number) {
        long seed = random.nextLong();
        PipelineSetting pipeline = pipeline(number);
        int instances = 1 + random.nextInt(Scenario.MOST_INSTANCES - 1);
        return new Scenario(number, seed, pipeline, instances, faults(instances, pipeline));
    }

    /** Workloads and layouts of the input come in turns; a workload that no fault suits is left out. */
    private PipelineSetting pipeline(int number) {
        int turn = number + start;
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(workload -> plan.kinds().stream().anyMatch(kind -> kind.suits(workload)))
                .toList();
        int layout = (turn + turn / workloads.size()) % LAYOUTS;
        return new PipelineSetting(
                workloads.get(turn % workloads.size()),
                random.nextBoolean() ? "rocksdb" : "memory",
                random.nextInt(2),
                layout == REPARTITIONED,
                layout == SEVERAL_INPUTS ? 2 : 1,
                random.nextBoolean() ? PipelineSetting.CLASSIC : PipelineSetting.STREAMS);
    }

    private List<PlannedFault> faults(int instances, PipelineSetting pipeline) {
        BitSet running = new BitSet();
        running.set(0, instances);
        List<PlannedFault> faults = new ArrayList<>();
        long at = FIRST_MILLIS;
        for (int i = 0; i < FAULTS; i++) {
            PlannedFault fault = fault(at, possible(next(pipeline.workload()), running), running, pipeline);
            faults.add(fault);
            at = fault.endMillis() + SHORTEST_GAP + random.nextInt(LONGEST_GAP - SHORTEST_GAP);
        }
        return faults;
    }

    /** Kinds that do not suit a workload wait in the deck for the next one. */
    private FaultKind next(Workload workload) {
        if (deck.stream().noneMatch(kind -> kind.suits(workload))) {
            List<FaultKind> cards = plan.kinds().stream()
                    .filter(kind -> !deck.contains(kind))
                    .sorted() // a set has no order of its own
                    .flatMap(kind -> Collections.nCopies(kind.cards(), kind).stream())
                    .collect(Collectors.toList());
            Collections.shuffle(cards, random);
            deck.addAll(cards);
        }
        FaultKind next =
                deck.stream().filter(kind -> kind.suits(workload)).findFirst().orElseThrow();
        deck.remove(next);
        return next;
    }

    /** The last instance cannot leave, and there is a limit to those that join. */
    private static FaultKind possible(FaultKind drawn, BitSet running) {
        if (drawn == FaultKind.LEAVE && running.cardinality() == 1) {
            return FaultKind.JOIN;
        }
        return drawn == FaultKind.JOIN && running.cardinality() == Scenario.MOST_INSTANCES ? FaultKind.LEAVE : drawn;
    }

    /** Draws target and time. {@code running} follows the instances that join and leave. */
    private PlannedFault fault(long at, FaultKind kind, BitSet running, PipelineSetting pipeline) {
        int target =
                switch (kind.victim()) {
                    case INSTANCE -> any(running);
                    case GROUP -> kind == FaultKind.JOIN ? running.nextClearBit(0) : any(running);
                    case BROKER -> random.nextInt(plan.brokers());
                    case NETWORK -> disturbance(pipeline);
                    case CLUSTER, CLOCK, MODEL, BUNDLE -> 0;
                };
        if (kind.victim() == FaultKind.Victim.GROUP) {
            running.flip(target);
        }
        long hold = kind.shortestMillis() + random.nextInt((int) (kind.longestMillis() - kind.shortestMillis()) + 1);
        return new PlannedFault(at, kind, target, hold);
    }

    /** Draws from the faults of requests that the instances send: each type equally often. */
    private int disturbance(PipelineSetting pipeline) {
        List<ApiKeys> types = FaultTable.types().stream()
                .filter(type -> !OF_OLD_BROKERS.contains(type))
                .filter(type -> !(pipeline.hasStreamsGroup() ? OF_CLASSIC_GROUPS : OF_STREAMS_GROUPS).contains(type))
                .toList();
        List<FaultName> faults = FaultTable.of(types.get(random.nextInt(types.size())));
        return FaultTable.all().indexOf(faults.get(random.nextInt(faults.size())));
    }

    private int any(BitSet running) {
        int skipped = random.nextInt(running.cardinality());
        int found = running.nextSetBit(0);
        for (; skipped > 0; skipped--) {
            found = running.nextSetBit(found + 1);
        }
        return found;
    }
}
