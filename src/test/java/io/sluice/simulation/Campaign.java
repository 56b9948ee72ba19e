package io.sluice.simulation;

import io.sluice.engine.ServingModel;
import java.util.List;
import java.util.function.LongFunction;

/** Many schedules, one after another. One thread uses it. */
public final class Campaign implements LongFunction<String> {
    private final Tally tally = new Tally();
    private final World.Source worlds = new World.Source(tally);
    private final ServingModel model = SimulatedModel.serving();
    private SequentialScoring scoring;

    /** Runs the schedule of a seed. Returns what is wrong with it, or null. */
    @Override
    public String apply(long seed) {
        try {
            run(seed);
            return null;
        } catch (AssertionError | RuntimeException e) {
            return "schedule " + seed + ": " + e;
        }
    }

    /** @throws AssertionError if the brokers do not hold what the oracle says */
    void run(long seed) {
        Schedule schedule = new Schedule(seed, worlds, model, tally);
        try {
            List<CommittedTask> committed = schedule.run();
            requireAll(schedule.world(), committed);
            Oracle oracle = new Oracle(schedule.world(), scoring(schedule.world()), committed);
            oracle.requireEqual(committed);
            schedule.requireThatTasksSee(oracle);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "the schedule of seed " + seed + " failed: " + e.getMessage() + "\nIts world: "
                            + schedule.world()
                            + "\nRepeat it: mvn test -Dtest=SimulationTest#aSingleScheduleCanBeRepeated -D"
                            + "sluice.simulation.seed=" + seed,
                    e);
        }
    }

    /** Each record was committed once; at least once, several times. */
    private static void requireAll(World world, List<CommittedTask> committed) {
        int applied = committed.stream().mapToInt(task -> task.applied().size()).sum();
        if (applied != world.records() && !world.atLeastOnce()) {
            throw new AssertionError(applied + " records were committed, of " + world.records());
        }
    }

    private SequentialScoring scoring(World world) {
        if (scoring == null) {
            scoring = new SequentialScoring(model, world.config());
        }
        return scoring;
    }

    Tally tally() {
        return tally;
    }
}
