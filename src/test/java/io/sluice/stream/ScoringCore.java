package io.sluice.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.model.StepModel;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;

/**
 * The scoring of an instance with one stream thread, without Kafka Streams: its interceptor, its timestamp extractor
 * and its processors, wired as the topology and the consumer wire them.
 */
public final class ScoringCore implements AutoCloseable {
    public static final String STORE = TopologyNames.STORE;
    public static final String PREDICTIONS = TopologyNames.PREDICTIONS;
    public static final String ALERTS = TopologyNames.ALERTS;
    public static final String DEAD_LETTERS = TopologyNames.DEAD_LETTERS;

    private final SluiceConfig config;
    private final ModelPool models;
    private final PolledRecords.Interceptor interceptor = new PolledRecords.Interceptor();
    private final TimestampExtractor timestamps;

    /** @param nanoClock gives the time in nanoseconds that limits look-ahead */
    public ScoringCore(
            SluiceConfig config,
            ServingModel model,
            StepModel instance,
            MeterRegistry registry,
            LongSupplier nanoClock) {
        this.config = config;
        this.models = new ModelPool(config, model, () -> instance, registry);
        models.nanoClock(nanoClock);
        models.connection(() -> false); // so that a key's silence depends on stream time alone
        interceptor.configure(Map.of(PolledRecords.PROPERTY, models.polled()));
        timestamps = new RecordTimestamps(models.limits().times(), System::currentTimeMillis);
    }

    /** Shows a poll to the consumer's interceptor, and returns what the interceptor makes of it. */
    public ConsumerRecords<byte[], byte[]> poll(ConsumerRecords<byte[], byte[]> poll) {
        return interceptor.onConsume(poll);
    }

    /**
     * Extracts a record's time.
     *
     * @param partitionTime the largest time of the partition's records before this one, -1 without any
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public long timestamp(ConsumerRecord<byte[], byte[]> record, long partitionTime) {
        return timestamps.extract((ConsumerRecord) record, partitionTime);
    }

    public Processor<byte[], byte[], byte[], byte[]> newProcessor() {
        return new ScoringProcessor(config, models);
    }

    /** The number of keys with a state that the instance knows of. */
    public OptionalLong keys() {
        return models.keyCounts().total();
    }

    @Override
    public void close() {
        models.close();
    }
}
