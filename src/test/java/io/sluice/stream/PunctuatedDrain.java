package io.sluice.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.PropertySources;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.runtime.LoadedBundle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.Stores;

/**
 * The tempting way to batch, which loses events: {@code process()} keeps records back and a punctuator scores them. It
 * is the pipeline in all else; offsets are committed while records are kept back, whatever the processing guarantee.
 */
public final class PunctuatedDrain {
    private static final Duration DRAIN = Duration.ofMillis(400);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private PunctuatedDrain() {}

    /** Runs until SIGTERM, as {@code sluice run} does. */
    public static void main(String[] args) throws InterruptedException {
        SluiceConfig config = PropertySources.load(Path.of(args[0]), Map.of(), Map.of());
        LoadedBundle bundle = LoadedBundle.open(Path.of(config.model()), "cpu");
        ServingModel spec = ServingModel.of(bundle.bundle());
        ModelPool scoring =
                new ModelPool(config, spec, () -> bundle.newStepModel(config.batchRows()), new SimpleMeterRegistry());
        KafkaStreams streams = new KafkaStreams(topology(config, scoring), scoring.streamsProperties());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(streams)));
        streams.start();
        System.out.println("scoring");
        new CountDownLatch(1).await();
    }

    private static void stop(KafkaStreams streams) {
        boolean closed = streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        Runtime.getRuntime().halt(closed ? 0 : 1);
    }

    private static Topology topology(SluiceConfig config, ModelPool scoring) {
        ByteArrayDeserializer from = new ByteArrayDeserializer();
        ByteArraySerializer to = new ByteArraySerializer();
        return new Topology()
                .addSource("events", from, from, config.inputTopics().toArray(new String[0]))
                .addProcessor("scoring", () -> new Draining(new ScoringProcessor(config, scoring)), "events")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(TopologyNames.STORE),
                                Serdes.ByteArray(),
                                Serdes.ByteArray()),
                        "scoring")
                .addSink(TopologyNames.ALERTS, config.alertTopic(), to, to, "scoring")
                .addSink(TopologyNames.PREDICTIONS, config.outputTopic(), to, to, "scoring")
                .addSink(TopologyNames.DEAD_LETTERS, config.deadLetterTopic(), to, to, "scoring");
    }

    /** A record that is kept back, with its place. */
    private record Held(Record<byte[], byte[]> record, RecordMetadata at) {}

    /** Keeps records back and hands them to the scoring processor at a punctuation. */
    private static final class Draining implements Processor<byte[], byte[], byte[], byte[]> {
        private final ScoringProcessor scoring;
        private final Deque<Held> held = new ArrayDeque<>();
        private ProcessorContext<byte[], byte[]> context;
        private RecordMetadata draining;

        Draining(ScoringProcessor scoring) {
            this.scoring = scoring;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            scoring.init(placed(context));
            context.schedule(DRAIN, PunctuationType.WALL_CLOCK_TIME, now -> drain());
        }

        /** The context, with the place of the record that is drained: a punctuation has none of its own. */
        @SuppressWarnings("unchecked")
        private ProcessorContext<byte[], byte[]> placed(ProcessorContext<byte[], byte[]> context) {
            return (ProcessorContext<byte[], byte[]>) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {ProcessorContext.class}, (self, method, arguments) -> {
                        if (method.getName().equals("recordMetadata")) {
                            return Optional.of(draining);
                        }
                        try {
                            return method.invoke(context, arguments);
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    });
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            held.add(new Held(record, context.recordMetadata().orElseThrow()));
        }

        private void drain() {
            for (Held next = held.poll(); next != null; next = held.poll()) {
                draining = next.at();
                scoring.process(next.record());
            }
        }

        @Override
        public void close() {
            scoring.close();
        }
    }
}
