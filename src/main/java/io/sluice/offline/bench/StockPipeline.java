package io.sluice.offline.bench;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * What the same work costs in Kafka Streams without Sluice and without a model: one processor with one store, see
 * {@link StockProcessor}. Kafka's settings are those of Sluice, but for the interceptor that look-ahead needs.
 */
final class StockPipeline implements BenchPipeline {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(25);
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final KafkaStreams streams;
    private final AtomicLong predictions = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** @param model the model whose events, states and predictions have the same sizes */
    StockPipeline(ServedRun run, ServingModel model) {
        SluiceConfig config = run.config(model.channels());
        StockProcessor.Sizes sizes =
                new StockProcessor.Sizes(model.stateBytes(config.engineSettings()), run.predictionBytes());
        this.streams = new KafkaStreams(
                topology(run, model.channels(), model.name(), sizes, predictions), config.streamsProperties());
        streams.setUncaughtExceptionHandler(thrown -> {
            failure.compareAndSet(null, thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    /** Builds the topology. {@code predictions} counts its predictions. */
    static Topology topology(
            ServedRun run, List<String> channels, String model, StockProcessor.Sizes sizes, AtomicLong predictions) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(run.input(), Consumed.with(Serdes.String(), BYTES).withName("events"))
                .process(
                        new ProcessorSupplier<String, byte[], String, byte[]>() {
                            @Override
                            public Processor<String, byte[], String, byte[]> get() {
                                return new StockProcessor(channels, model, sizes, predictions);
                            }

                            @Override
                            public Set<StoreBuilder<?>> stores() {
                                return Set.of(Stores.keyValueStoreBuilder(store(run.store()), Serdes.String(), BYTES)
                                        .withLoggingEnabled(Map.of()));
                            }
                        },
                        Named.as("stock"))
                .to(run.name(), Produced.with(Serdes.String(), BYTES).withName("predictions"));
        return builder.build();
    }

    private static KeyValueBytesStoreSupplier store(SluiceConfig.StateStore store) {
        return switch (store) {
            case MEMORY -> Stores.inMemoryKeyValueStore(BenchTopics.STORE);
            case ROCKSDB -> Stores.persistentKeyValueStore(BenchTopics.STORE);
        };
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public long predictions() {
        return predictions.get();
    }

    @Override
    public long calls() {
        return 0;
    }

    @Override
    public double rows() {
        return 0;
    }

    @Override
    public void requireHealthy() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new BenchException("the stock topology stopped: " + thrown, thrown);
        }
    }

    @Override
    public void close() {
        streams.close(CLOSE_TIMEOUT);
    }
}
