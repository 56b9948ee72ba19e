package io.sluice.engine;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.event.Malformed;
import io.sluice.event.RecordKey;
import io.sluice.model.StepModel;
import io.sluice.state.KeyState;
import io.sluice.stream.ModelPool;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline without a broker: records in, outcomes out, in order, with states in memory. Decoder, encoder, model,
 * scorer and look-ahead are the topology's own, so a prediction has the bytes that it would have in a topic.
 *
 * <p>It belongs to one thread and does not expire keys.
 */
public final class OfflineScoring implements AutoCloseable {
    private final ModelPool scoring;
    private final BatchScorer engine;
    private final LookAhead lookAhead;
    private final Map<ByteBuffer, byte[]> states = new HashMap<>();
    private long streamTime = -1;

    /** What is told of each record, in the records' order; of one that deletes its key nothing is. */
    public interface Listener {
        /** A record was scored. */
        void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction);

        /** A record would have gone to the dead letters. */
        void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed);
    }

    /**
     * Makes the model.
     *
     * @param config without a key in events, and without a time to live
     * @param models makes an instance of the model
     */
    public OfflineScoring(SluiceConfig config, ServingModel spec, Supplier<? extends StepModel> models) {
        if (config.repartitions() || config.stateTtlMillis() > 0) {
            throw new IllegalArgumentException("offline, records are keyed already and keys do not expire");
        }
        this.scoring = new ModelPool(config, spec, models, new SimpleMeterRegistry());
        this.engine = scoring.acquire();
        this.lookAhead = new LookAhead(engine, scoring.polled(), this::stored, scoring.metrics());
    }

    private @Nullable KeyState stored(byte[] key) {
        return engine.policy().read(states.get(ByteBuffer.wrap(key)));
    }

    /** Scores records of one partition as one poll; their offsets go on from the poll before. */
    public void poll(List<ConsumerRecord<byte[], byte[]>> records, Listener listener) {
        if (records.isEmpty()) {
            return;
        }
        TopicPartition partition =
                new TopicPartition(records.get(0).topic(), records.get(0).partition());
        scoring.polled().file(new ConsumerRecords<>(Map.of(partition, records), Map.of()));
        for (ConsumerRecord<byte[], byte[]> record : records) {
            InputRecord arrival = InputRecord.polled(record);
            streamTime = Math.max(streamTime, arrival.timestamp());
            PendingRecord ahead = lookAhead.next(arrival, streamTime);
            apply(record, ahead.outcome(), listener);
            lookAhead.applied(ahead);
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record, Outcome outcome, Listener listener) {
        if (outcome instanceof Outcome.Scored scored) {
            states.put(ByteBuffer.wrap(record.key()), scored.state().bytes());
            listener.predicted(record, scored.prediction());
        } else if (outcome instanceof Outcome.Rejected rejected) {
            listener.rejected(record, rejected.malformed());
        } else {
            states.remove(ByteBuffer.wrap(record.key()));
        }
    }

    /** Forgets a key, as a record without value would. */
    public void forget(byte[] key) {
        states.remove(ByteBuffer.wrap(key));
        RecordKey.decode(key).ifPresent(lookAhead::invalidate);
    }

    @Override
    public void close() {
        scoring.release(engine);
        scoring.close();
    }
}
