package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import java.util.List;
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
 * The topology of the pipeline. Events that hold their key are repartitioned by it; every event is scored against the
 * state of its key; predictions, alerts and dead letters leave in the same transaction.
 *
 * <p>The names of nodes, store and internal topics are fixed: a new name would lose the users' states.
 */
public final class ScoringTopology {
    static final String STORE = "key-state";
    static final String KEYED_EVENTS = "keyed-events";

    /** The node that Kafka Streams puts before the sink of a repartition topic; a processor forwards to it by name. */
    static final String KEYED_EVENTS_SINK = KEYED_EVENTS + "-repartition-filter";

    static final String PREDICTIONS = "predictions";
    static final String ALERTS = "alerts";
    static final String DEAD_LETTERS = "dead-letters";
    static final String KEYING_DEAD_LETTERS = "keying-dead-letters";

    private static final String EVENTS = "events";
    private static final String KEYING = "keying";
    private static final String SCORING = "scoring";
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    private static final Serializer<byte[]> TO_BYTES = new ByteArraySerializer();

    private ScoringTopology() {}

    /**
     * Builds the topology. Run it with {@link ModelPool#streamsProperties()}; without them look-ahead sees no polled
     * records.
     */
    public static Topology build(SluiceConfig config, ModelPool models) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<byte[], byte[]> events = source(builder, config);
        score(config.repartitions() ? rekey(events, config, models) : events, config, models);
        return sinks(builder.build(), config);
    }

    private static KStream<byte[], byte[]> source(StreamsBuilder builder, SluiceConfig config) {
        return builder.stream(
                config.inputTopics(),
                Consumed.with(BYTES, BYTES).withName(EVENTS).withTimestampExtractor(new RecordTimestamps()));
    }

    private static KStream<byte[], byte[]> rekey(
            KStream<byte[], byte[]> events, SluiceConfig config, ModelPool models) {
        return events.process(() -> new KeyingProcessor(config, models), Named.as(KEYING))
                .repartition(Repartitioned.with(BYTES, BYTES).withName(KEYED_EVENTS));
    }

    private static void score(KStream<byte[], byte[]> events, SluiceConfig config, ModelPool models) {
        events.process(
                new ProcessorSupplier<byte[], byte[], byte[], byte[]>() {
                    @Override
                    public Processor<byte[], byte[], byte[], byte[]> get() {
                        return new ScoringProcessor(config, models);
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        return Set.of(Stores.keyValueStoreBuilder(store(config), BYTES, BYTES)
                                .withLoggingEnabled(Map.of())
                                .withCachingDisabled());
                    }
                },
                Named.as(SCORING));
    }

    private static KeyValueBytesStoreSupplier store(SluiceConfig config) {
        return switch (config.stateStore()) {
            case MEMORY -> Stores.inMemoryKeyValueStore(STORE);
            case ROCKSDB -> Stores.persistentKeyValueStore(STORE);
        };
    }

    private static Topology sinks(Topology topology, SluiceConfig config) {
        if (config.repartitions()) {
            topology.addSink(KEYING_DEAD_LETTERS, config.deadLetterTopic(), TO_BYTES, TO_BYTES, KEYING);
        }
        if (config.alertTopic() != null) {
            topology.addSink(ALERTS, config.alertTopic(), TO_BYTES, TO_BYTES, SCORING);
        }
        return topology.addSink(PREDICTIONS, config.outputTopic(), TO_BYTES, TO_BYTES, SCORING)
                .addSink(DEAD_LETTERS, config.deadLetterTopic(), TO_BYTES, TO_BYTES, SCORING);
    }

    /** Returns the topics that the scoring processor reads: the input, or the repartition topic. */
    static List<String> scoredTopics(SluiceConfig config) {
        return config.repartitions()
                ? List.of(config.applicationId() + "-" + KEYED_EVENTS + "-repartition")
                : config.inputTopics();
    }
}
