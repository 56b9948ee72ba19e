package io.sluice.simulation;

import io.sluice.config.SluiceConfig;
import io.sluice.stream.ScoringCore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/** A task that an instance has open: its buffered records, its processor, and its transaction. */
final class SimulatedTask {
    private final CommittedTask committed;
    private final ScoringCore core;
    private final SimulatedStore store;
    private final SimulatedContext context;
    private final Processor<byte[], byte[], byte[], byte[]> processor;
    private final Map<InputLog, Queue> queues = new LinkedHashMap<>();
    private final List<CommittedTask.Applied> applied = new ArrayList<>();
    private final Tally tally;
    private final boolean anyOrder;
    private long streamTime;

    /** The record whose turn it is; it keeps its turn until it takes effect. */
    private Turn turn;

    /** A polled record: as the log has it, and as the interceptor returned it. */
    private record Buffered(Message message, ConsumerRecord<byte[], byte[]> polled) {}

    private record Turn(Queue queue, Buffered record, long timestamp) {}

    /** The buffered records of a log. */
    private static final class Queue {
        private final Deque<Buffered> records = new ArrayDeque<>();
        private int position;
        private long time;
    }

    /** The process that a task runs in. */
    record Site(World world, ScoringCore core, SimulatedClock clock, Tally tally) {}

    SimulatedTask(int partition, CommittedTask committed, List<InputLog> logs, Site site) {
        this.committed = committed;
        this.core = site.core();
        this.tally = site.tally();
        this.anyOrder = site.world().anyOrder();
        this.store = site.world().config().stateStore() == SluiceConfig.StateStore.MEMORY
                ? SimulatedStore.inMemory()
                : SimulatedStore.onDisk();
        this.context = new SimulatedContext(partition, store, site.clock());
        this.processor = core.newProcessor();
        logs.forEach(log -> queues.put(log, new Queue()));
        begin();
    }

    /** Begins from what was committed. */
    private void begin() {
        applied.clear();
        context.sent().clear();
        store.restore(committed.states());
        turn = null;
        streamTime = -1;
        queues.forEach((log, queue) -> {
            queue.records.clear();
            queue.position = committed.position(log);
            queue.time = committed.time(log);
            streamTime = Math.max(streamTime, queue.time);
        });
        context.streamTime(streamTime);
        processor.init(context.ofBytes());
    }

    /** Takes a record that the consumer polled. */
    void buffer(InputLog log, Message message, ConsumerRecord<byte[], byte[]> polled) {
        queues.get(log).records.add(new Buffered(message, polled));
    }

    int buffered(InputLog log) {
        return queues.get(log).records.size();
    }

    /**
     * Gives the next record its turn.
     *
     * @param failingForward the number of the forward that fails, from 1; 0 if none does
     * @return false if no record is buffered, or if it has to be tried again later
     * @throws TimeoutException if a forward failed after another one had succeeded
     */
    boolean process(Dice dice, int failingForward) {
        if (turn == null && !take(dice)) {
            return false;
        }
        Message message = turn.record.message();
        ConsumerRecord<byte[], byte[]> polled = turn.record.polled();
        context.begin(
                new ProcessorRecordContext(
                        turn.timestamp, polled.offset(), polled.partition(), polled.topic(), polled.headers()),
                failingForward);
        try {
            processor.process(new Record<>(polled.key(), polled.value(), turn.timestamp, polled.headers()));
        } catch (TimeoutException e) {
            tally.count(Tally.Path.FORWARDS_FAILED);
            if (context.sentNothing()) {
                tally.count(Tally.Path.RECORDS_TRIED_AGAIN);
                return false;
            }
            throw e;
        }
        tally.count(Tally.Path.RECORDS_PROCESSED);
        applied.add(new CommittedTask.Applied(message, turn.timestamp, streamTime));
        turn.queue.position++;
        turn = null;
        return true;
    }

    /** Takes the record with the earliest time, as Kafka Streams does, or in some worlds that of any partition. */
    private boolean take(Dice dice) {
        for (Queue queue : queues.values()) {
            if (!queue.records.isEmpty()) {
                long time = core.timestamp(queue.records.element().polled(), queue.time);
                if (turn == null || (anyOrder ? dice.chance(50) : time < turn.timestamp)) {
                    turn = new Turn(queue, queue.records.element(), time);
                }
            }
        }
        if (turn == null) {
            return false;
        }
        turn.queue.records.remove();
        turn.queue.time = Math.max(turn.queue.time, turn.timestamp);
        tally.count(Tally.Path.OUT_OF_TIME_ORDER, turn.timestamp < streamTime ? 1 : 0);
        streamTime = Math.max(streamTime, turn.timestamp);
        context.streamTime(streamTime);
        return true;
    }

    /** @throws TimeoutException if a forward failed */
    void punctuate(int failingForward) {
        context.begin(null, failingForward);
        context.punctuate();
    }

    void commit() {
        commitEffects();
        queues.forEach((log, queue) -> committed.commitOffset(log, queue.position, queue.time));
    }

    /** Commits states and outputs alone, as at-least-once does before a failure. */
    void commitEffects() {
        committed.commit(store.changes(), context.sent(), applied);
        store.changes().clear();
        context.sent().clear();
        applied.clear();
    }

    boolean hasUncommitted() {
        return !applied.isEmpty();
    }

    void close() {
        processor.close();
    }

    /** Drops what was not committed, and begins again in the same place with the same processor. */
    void revive() {
        processor.close();
        begin();
    }

    /** The states that the task sees: key to state. */
    Map<byte[], byte[]> states() {
        return store.entries();
    }
}
