package io.sluice.engine;

import io.sluice.event.Malformed;
import io.sluice.event.RecordKey;
import io.sluice.model.StepModel;
import io.sluice.state.KeyState;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The pipeline without a broker: records in, outcomes out, in order, with the states in memory. It is the topology's
 * own engine, so a prediction has the same bytes as in a topic.
 *
 * <p>It belongs to one thread and does not expire keys.
 */
public final class OfflineScoring implements AutoCloseable {
    private final StepModel model;
    private final LookAhead lookAhead;
    private final Map<ByteBuffer, byte[]> states = new HashMap<>();
    private List<InputRecord> polled = List.of();
    private int turn;
    private long streamTime = -1;

    /** Hears of the outcome of each record, in the order of the records. */
    public interface Listener {
        /** A record was scored. */
        void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction);

        /** A record would have gone to the dead letters. */
        void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed);

        /** A record deleted its key. */
        default void deleted(ConsumerRecord<byte[], byte[]> record) {}

        /** A record raised an alert; called after the call for its outcome. */
        default void alerted(ConsumerRecord<byte[], byte[]> record, byte[] alert) {}
    }

    /**
     * Scores with a model.
     *
     * @param model an instance of the model, which this object closes
     * @throws IllegalArgumentException if the settings repartition records or expire keys, or do not suit the model
     */
    public OfflineScoring(ServingModel serving, StepModel model, EngineSettings settings) {
        this(serving, model, settings, EngineListener.NONE);
    }

    /**
     * Scores with a model.
     *
     * @param model an instance of the model, which this object closes
     * @param listener hears of the work of the engine
     * @throws IllegalArgumentException if the settings repartition records or expire keys, or do not suit the model
     */
    public OfflineScoring(ServingModel serving, StepModel model, EngineSettings settings, EngineListener listener) {
        if (settings.repartitioned() || settings.stateTtlMillis() > 0) {
            throw new IllegalArgumentException("offline scoring takes keyed records and expires no keys");
        }
        this.model = model;
        this.lookAhead = new Engine(serving, model, settings, listener)
                .lookAhead(this::take, key -> states.get(ByteBuffer.wrap(key)));
    }

    /** Look-ahead takes records from the one whose turn it is. */
    private List<InputRecord> take(TopicPartition partition, long offset, int limit) {
        return polled.subList(turn, Math.min(turn + limit, polled.size()));
    }

    /** Scores records of one partition as one poll. Their offsets continue those of the previous poll. */
    public void poll(List<ConsumerRecord<byte[], byte[]>> records, Listener listener) {
        polled = records.stream().map(InputRecord::of).toList();
        for (turn = 0; turn < records.size(); turn++) {
            ConsumerRecord<byte[], byte[]> record = records.get(turn);
            InputRecord input = polled.get(turn);
            streamTime = Math.max(streamTime, input.timestamp());
            lookAhead.process(input, streamTime, outcome -> apply(record, outcome, listener));
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record, Outcome outcome, Listener listener) {
        if (outcome instanceof Outcome.Scored scored) {
            states.put(ByteBuffer.wrap(record.key()), scored.state().bytes());
            listener.predicted(record, scored.prediction());
            scored.alerts().forEach(alert -> listener.alerted(record, alert));
        } else if (outcome instanceof Outcome.Rejected rejected) {
            listener.rejected(record, rejected.malformed());
        } else if (outcome instanceof Outcome.Deleted deleted) {
            states.remove(ByteBuffer.wrap(record.key()));
            listener.deleted(record);
            deleted.alerts().forEach(alert -> listener.alerted(record, alert));
        }
    }

    /** Gives a key a state, as if its events up to there had been scored here. */
    public void remember(byte[] key, KeyState state) {
        states.put(ByteBuffer.wrap(key), state.bytes());
    }

    /**
     * Returns the state of a key after the records whose outcomes were reported.
     *
     * @throws NullPointerException if the key has no state
     */
    public KeyState state(byte[] key) {
        return KeyState.of(Objects.requireNonNull(states.get(ByteBuffer.wrap(key)), "the key has no state"));
    }

    /** Forgets a key, as a record without a value would. */
    public void forget(byte[] key) {
        states.remove(ByteBuffer.wrap(key));
        RecordKey.decode(key).ifPresent(lookAhead::invalidate);
    }

    @Override
    public void close() {
        model.close();
    }
}
