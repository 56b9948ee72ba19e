package io.sluice.offline.torture.audit;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.offline.torture.plan.Traffic;
import io.sluice.runtime.LoadedBundle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * Says what a pipeline must write: a loop over the records of each partition, one record at a time, without a broker, a
 * transaction, look-ahead or a restart.
 */
public final class Oracle {
    private final LoadedBundle bundle;
    private final SluiceConfig config;
    private final List<Output> outputs = new ArrayList<>();
    private final Map<ByteBuffer, ByteBuffer> states = new HashMap<>();

    /**
     * Prepares an oracle.
     *
     * @param properties the properties of the pipeline
     */
    public Oracle(LoadedBundle bundle, Map<String, String> properties) {
        Map<String, String> sequential = new HashMap<>(properties);
        sequential.remove(SluiceConfig.EVENT_KEY); // the traffic has each key in one partition, so order is the same
        sequential.put(SluiceConfig.BATCH_ROWS, "1");
        this.bundle = bundle;
        this.config = new SluiceConfig(sequential);
    }

    /**
     * Returns what the pipeline must write.
     *
     * @param input the records of the input topics; those of a partition are in their order
     */
    public Written expect(List<ConsumerRecord<byte[], byte[]>> input) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> partitions = new TreeMap<>();
        input.forEach(record -> partitions
                .computeIfAbsent(record.topic() + "-" + record.partition(), unused -> new ArrayList<>())
                .add(record));
        partitions.values().forEach(this::score);
        return new Written(outputs, states);
    }

    private void score(List<ConsumerRecord<byte[], byte[]>> partition) {
        ServingModel model = ServingModel.of(bundle.bundle(), bundle.tokenizer(), config.scoring());
        try (OfflineScoring scoring =
                new OfflineScoring(model, bundle.newStepModel(config.batchRows()), config.engineSettings())) {
            Set<ByteBuffer> keys = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> record : partition) {
                Optional<ConsumerRecord<byte[], byte[]>> keyed = keyed(record);
                if (keyed.isPresent()) {
                    scoring.poll(List.of(keyed.get()), new Outcomes(record, keys));
                } else {
                    outputs.add(Output.rejected(record));
                }
            }
            keys.forEach(key -> states.put(
                    key, ByteBuffer.wrap(scoring.state(Written.copy(key)).bytes())));
        }
    }

    /** Gives an event that holds its key this key, as the repartition topic would. */
    private static Optional<ConsumerRecord<byte[], byte[]>> keyed(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null) {
            return Optional.of(record);
        }
        return Traffic.keyInside(record.value())
                .map(key -> new ConsumerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        TimestampType.CREATE_TIME,
                        key.length,
                        record.value().length,
                        key,
                        record.value(),
                        record.headers(),
                        Optional.empty()));
    }

    /** Collects the outputs of a record, and the keys that have a state. */
    private final class Outcomes implements OfflineScoring.Listener {
        private final ConsumerRecord<byte[], byte[]> original;
        private final Set<ByteBuffer> keys;

        private Outcomes(ConsumerRecord<byte[], byte[]> original, Set<ByteBuffer> keys) {
            this.original = original;
            this.keys = keys;
        }

        @Override
        public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
            keys.add(ByteBuffer.wrap(record.key()));
            outputs.add(Output.prediction(record.key(), prediction, record.headers(), record.timestamp()));
        }

        @Override
        public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
            outputs.add(Output.rejected(original)); // with the key that it had at its origin
        }

        @Override
        public void alerted(ConsumerRecord<byte[], byte[]> record, byte[] alert) {
            outputs.add(Output.alert(record.key(), alert, record.timestamp()));
        }

        @Override
        public void deleted(ConsumerRecord<byte[], byte[]> record) {
            keys.remove(ByteBuffer.wrap(record.key()));
        }
    }
}
