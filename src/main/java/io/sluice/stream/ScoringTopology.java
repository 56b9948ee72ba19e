package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The pipeline: events, keyed anew where they name their key themselves, are scored against the state of their key;
 * predictions, alerts and dead letters leave in the same transaction. Names of nodes, store and internal topics are
 * fixed: another name would lose users' states.
 */
public final class ScoringTopology {
    static final String STORE = "key-state";
    public static final String KEYED_EVENTS = "keyed-events";
    static final String KEYED_EVENTS_SINK = KEYED_EVENTS + "-repartition-filter";
    static final String PREDICTIONS = "predictions";
    static final String ALERTS = "alerts";
    static final String DEAD_LETTERS = "dead-letters";
    static final String KEYING_DEAD_LETTERS = "keying-dead-letters";

    private static final String KEYING = "keying";
    private static final String SCORING = "scoring";
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private static final Serializer<byte[]> TO_BYTES = new ByteArraySerializer();

    private ScoringTopology() {}

    /** Builds the topology; run it with {@link ModelPool#streamsProperties()}, or look-ahead sees no records. */
    public static Topology build(SluiceConfig config, ModelPool scoring) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<byte[], byte[]> events = builder.stream(
                config.inputTopics(),
                Consumed.with(BYTES, BYTES).withName("events").withTimestampExtractor(new RecordTimestamps()));
        if (config.repartitions()) {
            events = events.process(() -> new KeyingProcessor(config, scoring), Named.as(KEYING))
                    .repartition(Repartitioned.with(BYTES, BYTES).withName(KEYED_EVENTS));
        }
        events.process(scoringSupplier(config, scoring), Named.as(SCORING));
        Topology topology = builder.build();
        if (config.repartitions()) {
            topology.addSink(KEYING_DEAD_LETTERS, config.deadLetterTopic(), TO_BYTES, TO_BYTES, KEYING);
        }
        if (config.alertTopic() != null) {
            topology.addSink(ALERTS, config.alertTopic(), TO_BYTES, TO_BYTES, SCORING);
        }
        return topology.addSink(PREDICTIONS, config.outputTopic(), TO_BYTES, TO_BYTES, SCORING)
                .addSink(DEAD_LETTERS, config.deadLetterTopic(), TO_BYTES, TO_BYTES, SCORING);
    }

    private static ProcessorSupplier<byte[], byte[], byte[], byte[]> scoringSupplier(
            SluiceConfig config, ModelPool scoring) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new ScoringProcessor(config, scoring);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(Stores.keyValueStoreBuilder(store(config), BYTES, BYTES)
                        .withLoggingEnabled(Map.of())
                        .withCachingDisabled());
            }
        };
    }

    private static KeyValueBytesStoreSupplier store(SluiceConfig config) {
        return switch (config.stateStore()) {
            case MEMORY -> Stores.inMemoryKeyValueStore(STORE);
            case ROCKSDB -> Stores.persistentKeyValueStore(STORE);
        };
    }
}
