package io.sluice.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.OutcomeListener;
import io.sluice.engine.ServingModel;
import io.sluice.model.StepModel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The pipeline under TopologyTestDriver, which may be shown records ahead as a consumer's interceptor would. */
final class PipelineDriver implements AutoCloseable {
    static final String INPUT = "events";
    static final String OTHER_INPUT = "more-events";
    static final String OUTPUT = "scores";
    static final String ALERTS = "alerts";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ModelPool scoring;
    private final TopologyTestDriver driver;
    private final Map<String, Long> offsets = new HashMap<>();
    private final TestOutputTopic<byte[], byte[]> predictions;
    private final TestOutputTopic<byte[], byte[]> deadLetters;
    private final TestOutputTopic<byte[], byte[]> alerts;

    /** A record of one of the input topics; equal to what TopologyTestDriver will make of it. */
    record Input(String topic, TestRecord<byte[], byte[]> record) {}

    PipelineDriver(ServingModel spec, Supplier<? extends StepModel> models, Map<String, String> properties) {
        this(spec, models, properties, OutcomeListener.NONE);
    }

    PipelineDriver(
            ServingModel spec,
            Supplier<? extends StepModel> models,
            Map<String, String> properties,
            OutcomeListener listener) {
        SluiceConfig config = config(properties);
        scoring = new ModelPool(config, spec, models, registry);
        scoring.outcomes(listener);
        driver = new TopologyTestDriver(
                ScoringTopology.build(config, scoring), scoring.streamsProperties(), Instant.ofEpochMilli(0));
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        predictions = driver.createOutputTopic(OUTPUT, bytes, bytes);
        deadLetters = driver.createOutputTopic(config.deadLetterTopic(), bytes, bytes);
        alerts = driver.createOutputTopic(ALERTS, bytes, bytes);
    }

    static SluiceConfig config(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "bootstrap.servers", "unused:1",
                "application.id", "test",
                "sluice.model", "unused",
                "sluice.input.topic", INPUT,
                "sluice.output.topic", OUTPUT,
                "sluice.state.store", "memory",
                "sluice.output.raw", "true"));
        all.putAll(properties);
        return new SluiceConfig(all);
    }

    MeterRegistry registry() {
        return registry;
    }

    double count(String meter, String... tags) {
        return registry.get(meter).tags(tags).counter().count();
    }

    /** Shows the records to look-ahead, as one poll, and then processes them one by one. */
    void poll(List<Input> inputs) {
        file(inputs);
        inputs.forEach(this::process);
    }

    /** Shows the records to look-ahead, as one poll. */
    void file(List<Input> inputs) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> filed = new HashMap<>();
        Map<String, Long> next = new HashMap<>(offsets);
        for (Input input : inputs) {
            long offset = next.merge(input.topic(), 1L, Long::sum) - 1;
            filed.computeIfAbsent(new TopicPartition(input.topic(), 0), unused -> new ArrayList<>())
                    .add(consumed(input, offset));
        }
        scoring.polled().file(new ConsumerRecords<>(filed, Map.of()));
    }

    /** Processes a record, which look-ahead may have seen. */
    void process(Input input) {
        offsets.merge(input.topic(), 1L, Long::sum);
        driver.createInputTopic(input.topic(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(input.record());
    }

    private static ConsumerRecord<byte[], byte[]> consumed(Input input, long offset) {
        TestRecord<byte[], byte[]> record = input.record();
        return new ConsumerRecord<>(
                input.topic(),
                0,
                offset,
                record.getRecordTime().toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    void advanceWallClock(java.time.Duration by) {
        driver.advanceWallClockTime(by);
    }

    List<TestRecord<byte[], byte[]>> predictions() {
        return predictions.readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    /** What was sent to the topic {@link #ALERTS}. */
    List<TestRecord<byte[], byte[]>> alerts() {
        return alerts.readRecordsToList();
    }

    /** The store's content: key to state. */
    Map<String, byte[]> states() {
        Map<String, byte[]> states = new TreeMap<>();
        try (KeyValueIterator<byte[], byte[]> all =
                driver.<byte[], byte[]>getKeyValueStore(TopologyNames.STORE).all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> entry = all.next();
                states.put(new String(entry.key, StandardCharsets.UTF_8), entry.value);
            }
        }
        return states;
    }

    /** The number of keys that the pipeline knows of. */
    OptionalLong keys() {
        return scoring.keyCounts().total();
    }

    /** Puts a state into the store, as another version or model may have done. */
    void put(String key, byte[] state) {
        driver.<byte[], byte[]>getKeyValueStore(TopologyNames.STORE).put(bytes(key), state);
    }

    static Input event(String key, long timestamp, String json) {
        return event(INPUT, key, timestamp, json);
    }

    static Input event(String topic, String key, long timestamp, String json) {
        return input(topic, bytes(key), timestamp, json == null ? null : bytes(json), new RecordHeaders());
    }

    static Input reset(String key, long timestamp, String json) {
        Headers headers = new RecordHeaders().add("sluice-reset", bytes("true"));
        return input(INPUT, bytes(key), timestamp, bytes(json), headers);
    }

    static Input input(String topic, byte[] key, long timestamp, byte[] value, Headers headers) {
        return new Input(topic, new TestRecord<>(key, value, headers, timestamp));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
        scoring.close();
    }
}
