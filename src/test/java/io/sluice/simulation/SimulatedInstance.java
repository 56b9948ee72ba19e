package io.sluice.simulation;

import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.stream.ScoringCore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** A process with one stream thread: a consumer, the open tasks, and one transaction of all of them. */
final class SimulatedInstance {
    /** The number of buffered records of a partition from which the consumer fetches no more of it. */
    private static final int BUFFER = 100;

    private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(EngineSettings.DEFAULTS.lookAheadMillis());

    private final World world;
    private final Brokers brokers;
    private final SimulatedClock clock;
    private final Tally tally;
    private final ScoringCore core;
    private final SimulatedTask.Site site;
    private final Map<Integer, SimulatedTask> tasks = new TreeMap<>();
    private final Map<InputLog, Integer> positions = new LinkedHashMap<>();

    /** The state of the brokers. */
    record Brokers(List<InputLog> logs, List<CommittedTask> tasks) {
        List<InputLog> logs(int partition) {
            return logs.stream()
                    .filter(log -> log.partition().partition() == partition)
                    .toList();
        }
    }

    SimulatedInstance(World world, Brokers brokers, ServingModel model, SimulatedClock clock, Tally tally) {
        this.world = world;
        this.brokers = brokers;
        this.clock = clock;
        this.tally = tally;
        SimulatedModel instance = new SimulatedModel(world.longestRun(), this::called);
        this.core = new ScoringCore(world.config(), model, instance, tally.registry(), clock::nanos);
        this.site = new SimulatedTask.Site(world, core, clock, tally);
    }

    private void called(int steps, int rows) {
        long nanos = world.stepNanos() * steps * rows;
        clock.pass(nanos);
        tally.count(Tally.Path.CALLS_OF_RUNS, steps > 1 ? 1 : 0);
        tally.count(Tally.Path.CALLS_OVER_BUDGET, nanos > BUDGET_NANOS ? 1 : 0);
    }

    void open(int partition) {
        tasks.put(
                partition, new SimulatedTask(partition, brokers.tasks().get(partition), brokers.logs(partition), site));
        seek(partition);
    }

    private void seek(int partition) {
        for (InputLog log : brokers.logs(partition)) {
            positions.put(log, brokers.tasks().get(partition).position(log));
        }
    }

    List<Integer> partitions() {
        return List.copyOf(tasks.keySet());
    }

    /** Fetches records of the open tasks, at most so many of each partition, as one poll. */
    void poll(Dice dice, int most) {
        tally.count(Tally.Path.POLLS);
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new LinkedHashMap<>();
        Map<InputLog, Integer> begins = new HashMap<>();
        positions.forEach((log, position) -> {
            int asked = dice.chance(50) ? dice.between(0, most) : 0; // a broker answers for some of the partitions
            int records = Math.min(asked, log.end() - position);
            if (records > 0 && task(log).buffered(log) < BUFFER) {
                begins.put(log, position);
                fetched.put(log.partition(), fetch(log, position, records));
            }
        });
        if (!fetched.isEmpty()) {
            ConsumerRecords<byte[], byte[]> poll = shown(dice, new ConsumerRecords<>(fetched, Map.of()));
            begins.forEach((log, position) -> buffer(log, position, poll.records(log.partition())));
        }
    }

    /** Shows a poll to look-ahead. A few are not shown: Kafka ignores the exceptions of an interceptor. */
    private ConsumerRecords<byte[], byte[]> shown(Dice dice, ConsumerRecords<byte[], byte[]> poll) {
        if (dice.chance(2)) {
            tally.count(Tally.Path.POLLS_NOT_SHOWN);
            return poll;
        }
        return core.poll(poll);
    }

    private static List<ConsumerRecord<byte[], byte[]>> fetch(InputLog log, int position, int records) {
        List<ConsumerRecord<byte[], byte[]>> fetched = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            fetched.add(log.message(position + i).polled());
        }
        return fetched;
    }

    private void buffer(InputLog log, int position, List<ConsumerRecord<byte[], byte[]>> polled) {
        SimulatedTask task = task(log);
        for (int i = 0; i < polled.size(); i++) {
            task.buffer(log, log.message(position + i), polled.get(i));
        }
        positions.put(log, position + polled.size());
    }

    private SimulatedTask task(InputLog log) {
        return tasks.get(log.partition().partition());
    }

    /** Gives records of each task their turn, at most so many of each, until one must be tried again. */
    void process(Dice dice, int most) {
        for (SimulatedTask task : tasks.values()) {
            int turns = dice.between(1, most);
            for (int i = 0; i < turns && task.process(dice, failure(dice)); i++) {
                // the record took effect
            }
        }
    }

    private static int failure(Dice dice) {
        return dice.below(200) == 0 ? dice.between(1, 2) : 0;
    }

    void punctuate(Dice dice) {
        tally.count(Tally.Path.SWEEP_CALLS, tasks.size());
        for (SimulatedTask task : tasks.values()) {
            task.punctuate(failure(dice));
        }
    }

    void commit() {
        tasks.values().forEach(SimulatedTask::commit);
        tally.count(Tally.Path.COMMITS);
    }

    boolean hasUncommitted() {
        return tasks.values().stream().anyMatch(SimulatedTask::hasUncommitted);
    }

    /** Loses the transaction. At least once, its effects count nevertheless. */
    private void lose() {
        if (world.atLeastOnce()) {
            tasks.values().forEach(SimulatedTask::commitEffects);
        }
    }

    /** Aborts the transaction, and goes on with the same tasks from the last commit. */
    void revive() {
        lose();
        tasks.forEach((partition, task) -> {
            task.revive();
            seek(partition);
        });
    }

    /** Gives up a task after a commit or an abort. */
    void close(int partition) {
        tasks.remove(partition).close();
        brokers.logs(partition).forEach(positions::remove);
    }

    /** Aborts the transaction, and gives up all tasks. */
    void fence() {
        lose();
        partitions().forEach(this::close);
    }

    /** Ends the process without any clean-up. */
    void kill() {
        lose();
    }

    /** Ends the process as it is stopped. */
    void stop() {
        commit();
        partitions().forEach(this::close);
        core.close();
    }

    SimulatedTask task(int partition) {
        return tasks.get(partition);
    }

    /** The number of keys that the instance says it has; empty without tasks. */
    OptionalLong keys() {
        return core.keys();
    }
}
