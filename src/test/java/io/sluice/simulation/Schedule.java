package io.sluice.simulation;

import io.sluice.engine.ServingModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One run of the pipeline, drawn by a seed: producers append, consumers poll, tasks process, sweep, commit, abort and
 * move, and processes end and start. Each schedule has at least one abort, one rebalance and one restart. At the end
 * all records are committed, and the brokers must hold what the oracle says.
 */
final class Schedule {
    private static final long LONGEST_PAUSE_OF_SWEEPS = 61_000;

    private final Dice dice;
    private final World world;
    private final Tally tally;
    private final ServingModel model;
    private final SimulatedClock clock = new SimulatedClock();
    private final Traffic traffic;
    private final SimulatedInstance.Brokers brokers;
    private final List<SimulatedInstance> instances = new ArrayList<>();
    private final List<Failure> due = new ArrayList<>();

    /** What happens to an instance once, or several times. */
    private enum Failure {
        ABORT,
        REBALANCE,
        RESTART
    }

    Schedule(long seed, World.Source worlds, ServingModel model, Tally tally) {
        this.dice = new Dice(seed);
        this.world = worlds.draw(dice);
        this.tally = tally;
        this.model = model;
        this.traffic = new Traffic(world, dice);
        this.brokers = new SimulatedInstance.Brokers(
                traffic.logs(),
                IntStream.range(0, world.partitions())
                        .mapToObj(partition -> new CommittedTask())
                        .toList());
    }

    World world() {
        return world;
    }

    /** Runs to the end. */
    List<CommittedTask> run() {
        begin();
        while (!due.isEmpty() || !isAllCommitted()) {
            act();
        }
        sweepAll();
        tally.count(Tally.Path.SCHEDULES);
        tally.count(Tally.Path.RECORDS_APPLIED, world.records());
        return brokers.tasks();
    }

    private void begin() {
        for (int i = 0; i < world.instances(); i++) {
            instances.add(start());
        }
        for (int partition = 0; partition < world.partitions(); partition++) {
            any().open(partition);
        }
        for (Failure failure : Failure.values()) {
            due.addAll(Collections.nCopies(dice.between(1, failure == Failure.ABORT ? 4 : 2), failure));
        }
    }

    private SimulatedInstance start() {
        return new SimulatedInstance(world, brokers, model, clock, tally);
    }

    private SimulatedInstance any() {
        return dice.oneOf(instances);
    }

    private boolean isAllCommitted() {
        int committed = 0;
        for (int partition = 0; partition < world.partitions(); partition++) {
            for (InputLog log : brokers.logs(partition)) {
                committed += brokers.tasks().get(partition).position(log);
            }
        }
        return committed == world.records();
    }

    private void act() {
        SimulatedInstance instance = any();
        try {
            act(instance, dice.below(100));
        } catch (TimeoutException e) {
            abort(instance);
        }
    }

    private void act(SimulatedInstance instance, int kind) {
        if (kind < 20) {
            traffic.append(dice.between(1, dice.oneOf(4, 40)));
        } else if (kind < 45) {
            instance.poll(dice, dice.oneOf(2, 10, 60));
        } else if (kind < 75) {
            instance.process(dice, dice.between(1, dice.oneOf(4, 60)));
        } else if (kind < 86) {
            clock.passMillis(dice.between(50, 2000));
            instance.punctuate(dice);
        } else if (!due.isEmpty() && dice.chance(50)) {
            fail(instance);
        } else {
            instance.commit();
        }
    }

    /** Lets one of the failures that are due happen, if it changes something here. */
    private void fail(SimulatedInstance instance) {
        boolean works = instance.hasUncommitted();
        if (!works && !isAllCommitted()) {
            return;
        }
        tally.count(Tally.Path.FAILURES_WITHOUT_WORK, works ? 0 : 1);
        switch (due.remove(dice.below(due.size()))) {
            case ABORT -> abort(instance);
            case REBALANCE -> rebalance(instance);
            case RESTART -> restart(instance);
        }
    }

    private void abort(SimulatedInstance instance) {
        tally.count(Tally.Path.ABORTS);
        if (dice.chance(60)) {
            tally.count(Tally.Path.ABORTS_REVIVED);
            instance.revive();
        } else {
            tally.count(Tally.Path.ABORTS_FENCED);
            fence(instance);
        }
    }

    private void fence(SimulatedInstance instance) {
        List<Integer> lost = instance.partitions();
        instance.fence();
        lost.forEach(partition -> any().open(partition));
    }

    /** Moves tasks to other instances: after a commit, or after an abort if the instance has lost its place. */
    private void rebalance(SimulatedInstance instance) {
        tally.count(Tally.Path.REBALANCES);
        if (dice.chance(30)) {
            tally.count(Tally.Path.REBALANCES_WITHOUT_COMMIT);
            fence(instance);
            return;
        }
        instance.commit();
        for (int partition : instance.partitions()) {
            if (dice.chance(70)) {
                instance.close(partition);
                any().open(partition);
            }
        }
    }

    /** Replaces a process by a new one. */
    private void restart(SimulatedInstance instance) {
        tally.count(Tally.Path.RESTARTS);
        List<Integer> left = instance.partitions();
        if (dice.chance(60)) {
            tally.count(Tally.Path.RESTARTS_KILLED);
            instance.kill();
        } else {
            instance.stop();
        }
        instances.set(instances.indexOf(instance), start());
        left.forEach(partition -> any().open(partition));
    }

    /** Lets a sweep pass over all states, so that what is expired or silent at the end is told. */
    private void sweepAll() {
        for (SimulatedInstance instance : instances) {
            while (!sweeps(instance)) {
                instance.revive();
            }
            instance.commit();
        }
    }

    private boolean sweeps(SimulatedInstance instance) {
        clock.passMillis(LONGEST_PAUSE_OF_SWEEPS);
        try {
            instance.punctuate(dice);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** The instance's open tasks must see what is committed, and count the keys rightly. */
    void requireThatTasksSee(Oracle oracle) {
        for (SimulatedInstance instance : instances) {
            int keys = 0;
            for (int partition : instance.partitions()) {
                oracle.requireStates(
                        "the store of task " + partition,
                        instance.task(partition).states(),
                        partition);
                keys += instance.task(partition).states().size();
            }
            OptionalLong counted = instance.keys();
            if (!instance.partitions().isEmpty() && !counted.equals(OptionalLong.of(keys))) {
                throw new AssertionError("an instance counts " + counted + " keys; its stores have " + keys);
            }
        }
    }
}
