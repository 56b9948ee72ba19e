package io.sluice.offline.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.model.StepModel;
import io.sluice.offline.bench.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The predictions that a pipeline must make of some keys, round by round. The pipeline's own engine makes them without
 * a broker, so nothing interrupts it.
 */
public final class ExpectedPredictions implements AutoCloseable {
    private final OfflineScoring scoring;
    private final KeyedReadings readings;
    private final List<Integer> keys;
    private int round;
    private long offset;

    /** @param instance an instance of the model, which this object closes */
    public ExpectedPredictions(ServingModel model, StepModel instance, KeyedReadings readings, List<Integer> keys) {
        this.scoring = new OfflineScoring(model, instance, Workload.settings(model.channels()));
        this.readings = readings;
        this.keys = List.copyOf(keys);
    }

    /** Returns the round of the next predictions, from 0. */
    public int round() {
        return round;
    }

    /**
     * Returns the predictions of the next round by the number of their key, as {@link Answers} compares them.
     *
     * @throws RecoveryException if the model does not score the events
     */
    public Map<Integer, JsonNode> next() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int key : keys) {
            var event = readings.event("", key, round);
            records.add(new ConsumerRecord<>("", 0, offset++, event.key(), event.value()));
        }
        round++;
        Map<Integer, JsonNode> predictions = new HashMap<>();
        scoring.poll(records, new OfflineScoring.Listener() {
            @Override
            public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
                predictions.put(KeyedReadings.number(record.key()), Answers.comparable(prediction));
            }

            @Override
            public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
                throw new RecoveryException("the model does not score sensor readings: "
                        + malformed.reason().code() + ": " + malformed.detail() + "; give another --model");
            }
        });
        return predictions;
    }

    @Override
    public void close() {
        scoring.close();
    }
}
