package io.sluice.offline.bench;

import io.sluice.engine.EngineListener;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.InputRecord;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.model.StepModel;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Predictions of the real model, made without a broker by the pipeline's own engine. The variants without the model
 * write predictions of their size.
 */
public final class RealPredictions {
    private static final int POLL = 1000;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ServingModel model;
    private final Supplier<StepModel> instances;

    /** @param instances makes an instance of the model */
    public RealPredictions(ServingModel model, Supplier<StepModel> instances) {
        this.model = model;
        this.instances = instances;
    }

    /**
     * Returns the mean size of a prediction, in bytes. A slow model scores no more events after half a minute.
     *
     * @param topic the topic of the events, which a prediction names
     * @param events the number of events of the workload
     * @throws BenchException if the model does not score them
     */
    public int meanBytes(String topic, Workload workload, int events) {
        LongSummaryStatistics bytes = new LongSummaryStatistics();
        score(topic, workload, events, EngineListener.NONE, prediction -> bytes.accept(prediction.length));
        return Math.toIntExact(Math.round(bytes.getAverage()));
    }

    /** Returns the output y of each event of a workload; at least that of the first thousand. */
    public List<List<Float>> outputs(String topic, Workload workload, int events) {
        List<List<Float>> outputs = new ArrayList<>(events);
        EngineListener listener = new EngineListener() {
            @Override
            public void output(InputRecord record, float[] y) {
                List<Float> boxed = new ArrayList<>(y.length);
                for (float value : y) {
                    boxed.add(value);
                }
                outputs.add(boxed);
            }
        };
        score(topic, workload, events, listener, prediction -> {});
        return outputs;
    }

    private void score(
            String topic, Workload workload, int events, EngineListener listener, Consumer<byte[]> predictions) {
        EngineSettings settings = Workload.settings(model.channels());
        OfflineScoring.Listener outcomes = new OfflineScoring.Listener() {
            @Override
            public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
                predictions.accept(prediction);
            }

            @Override
            public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
                throw new BenchException("the model does not score the events of the benchmark: "
                        + malformed.reason().code() + ": " + malformed.detail());
            }
        };
        try (OfflineScoring scoring = new OfflineScoring(model, instances.get(), settings, listener)) {
            long deadline = System.nanoTime() + MOST_NANOS;
            for (int from = 0; from < events && System.nanoTime() < deadline; from += POLL) {
                scoring.poll(poll(topic, workload, from, Math.min(POLL, events - from)), outcomes);
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> poll(String topic, Workload workload, int from, int events) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            Workload.KeyedEvent event = workload.next();
            records.add(new ConsumerRecord<>(topic, 0, from + i, event.key(), event.value()));
        }
        return records;
    }
}
