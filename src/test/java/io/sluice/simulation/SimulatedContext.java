package io.sluice.simulation;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The context of a task's processor. What is forwarded counts only after a commit. */
final class SimulatedContext implements ProcessorContext<Object, Object> {
    private final int partition;
    private final StateStore store;
    private final SimulatedClock clock;
    private final List<Schedule> schedules = new ArrayList<>();
    private final List<Output> sent = new ArrayList<>();
    private RecordMetadata metadata;
    private long streamTime = -1;
    private int forwards;
    private int failing;

    SimulatedContext(int partition, StateStore store, SimulatedClock clock) {
        this.partition = partition;
        this.store = store;
        this.clock = clock;
    }

    /** A punctuator that runs when its interval has passed. */
    private final class Schedule implements Cancellable {
        private final long interval;
        private final Punctuator punctuator;
        private long next;

        Schedule(long interval, Punctuator punctuator) {
            this.interval = interval;
            this.punctuator = punctuator;
            this.next = clock.millis() + interval;
        }

        private void run() {
            if (clock.millis() >= next) {
                next = clock.millis() + interval;
                punctuator.punctuate(clock.millis());
            }
        }

        @Override
        public void cancel() {
            schedules.remove(this);
        }
    }

    /**
     * Begins the turn of a record, or of the punctuators.
     *
     * @param place the record's place; null for punctuators
     * @param failingForward the number of the forward that fails, from 1; 0 if none does
     */
    void begin(RecordMetadata place, int failingForward) {
        metadata = place;
        failing = failingForward;
        forwards = 0;
    }

    void streamTime(long time) {
        streamTime = time;
    }

    /** Returns true if the turn's first forward failed, so that nothing was sent. */
    boolean sentNothing() {
        return forwards == 1;
    }

    void punctuate() {
        List.copyOf(schedules).forEach(Schedule::run);
    }

    /** The messages since the last commit. */
    List<Output> sent() {
        return sent;
    }

    /** The context for a processor of bytes: a type variable cannot be bounded by an array. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    ProcessorContext<byte[], byte[]> ofBytes() {
        return (ProcessorContext) this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> void forward(Record<K, V> record, String node) {
        forwards++;
        if (forwards == failing) {
            throw new TimeoutException("the simulated broker does not answer");
        }
        sent.add(Output.of(node, (Record<byte[], byte[]>) record));
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
        Schedule schedule = new Schedule(interval.toMillis(), punctuator);
        schedules.add(schedule);
        return schedule;
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, partition);
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.ofNullable(metadata);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <S extends StateStore> S getStateStore(String name) {
        return (S) store;
    }

    @Override
    public long currentSystemTimeMs() {
        return clock.millis();
    }

    @Override
    public long currentStreamTimeMs() {
        return streamTime;
    }

    @Override
    public <K, V> void forward(Record<K, V> record) {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public String applicationId() {
        return "simulated";
    }

    @Override
    public Serde<?> keySerde() {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public Serde<?> valueSerde() {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public void commit() {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }
}
