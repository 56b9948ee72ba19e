package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import io.sluice.stream.store.StateStores;
import java.util.Map;
import java.util.OptionalInt;
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
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology of the pipeline. Events that hold their key are repartitioned by it; every event is scored against the
 * state of its key; predictions, alerts and dead letters leave in the same transaction.
 */
public final class ScoringTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    private static final Serializer<byte[]> TO_BYTES = new ByteArraySerializer();

    private ScoringTopology() {}

    /**
     * Builds the topology. Run it with {@link ModelPool#streamsProperties()}; without them look-ahead sees no polled
     * records.
     */
    public static Topology build(SluiceConfig config, ModelPool models) {
        return build(config, models, OptionalInt.empty());
    }

    /**
     * Builds the topology for a number of partitions. It must be the same at each start: with
     * {@code group.protocol=streams}, brokers of Kafka 4.4 refuse a group whose topology differs from that of its first
     * start, even if a number is given that was derived before.
     *
     * @param partitions the number of partitions of the stored states, which the repartition topic must have, too;
     *     empty for that of the input, which Kafka Streams derives
     */
    static Topology build(SluiceConfig config, ModelPool models, OptionalInt partitions) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<byte[], byte[]> events = source(builder, config, models);
        score(config.repartitions() ? rekey(events, config, models, partitions) : events, config, models);
        return sinks(builder.build(), config);
    }

    private static KStream<byte[], byte[]> source(StreamsBuilder builder, SluiceConfig config, ModelPool models) {
        return builder.stream(
                config.inputTopics(),
                Consumed.with(BYTES, BYTES)
                        .withName(TopologyNames.EVENTS)
                        .withTimestampExtractor(
                                new RecordTimestamps(models.limits().times(), System::currentTimeMillis)));
    }

    private static KStream<byte[], byte[]> rekey(
            KStream<byte[], byte[]> events, SluiceConfig config, ModelPool models, OptionalInt partitions) {
        Repartitioned<byte[], byte[]> named = Repartitioned.with(BYTES, BYTES).withName(TopologyNames.KEYED_EVENTS);
        return events.process(() -> new KeyingProcessor(config, models), Named.as(TopologyNames.KEYING))
                .repartition(partitions.isPresent() ? named.withNumberOfPartitions(partitions.getAsInt()) : named);
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
                        return Set.of(Stores.keyValueStoreBuilder(
                                        StateStores.supplier(config.stateStore(), TopologyNames.STORE), BYTES, BYTES)
                                .withLoggingEnabled(Map.of())
                                .withCachingDisabled());
                    }
                },
                Named.as(TopologyNames.SCORING));
    }

    private static Topology sinks(Topology topology, SluiceConfig config) {
        if (config.repartitions()) {
            topology.addSink(
                    TopologyNames.KEYING_DEAD_LETTERS,
                    config.deadLetterTopic(),
                    TO_BYTES,
                    TO_BYTES,
                    TopologyNames.KEYING);
        }
        if (config.alertTopic() != null) {
            topology.addSink(TopologyNames.ALERTS, config.alertTopic(), TO_BYTES, TO_BYTES, TopologyNames.SCORING);
        }
        return topology.addSink(
                        TopologyNames.PREDICTIONS, config.outputTopic(), TO_BYTES, TO_BYTES, TopologyNames.SCORING)
                .addSink(
                        TopologyNames.DEAD_LETTERS,
                        config.deadLetterTopic(),
                        TO_BYTES,
                        TO_BYTES,
                        TopologyNames.SCORING);
    }
}
