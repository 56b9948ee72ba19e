package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.SequentialOracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the whole pipeline with a real broker. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class PipelineIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BEGIN = 1_772_366_400_000L;
    private static final int PARTITIONS = 3;
    private static final String EXPECTED_REASON = "test-expected-reason";

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static ChannelGru gru;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerFixture();
        gru = ChannelGru.write(folder.resolve("model"), "a", "b", "c");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/id"})
    void malformedRecordsAreDeadLettersAndLeaveNoTrace(String eventKey) throws IOException {
        String suffix = eventKey.isEmpty() ? "" : "-keyed";
        Map<String, String> properties = eventKey.isEmpty() ? Map.of() : Map.of("sluice.event.key", eventKey);
        List<String> good = events(300, 12);
        Map<String, List<ProducerRecord<byte[], byte[]>>> malformed =
                eventKey.isEmpty() ? malformedOfRecordKeys("mixed") : malformedOfEventKeys("mixed" + suffix);
        int bad = malformed.values().stream().mapToInt(List::size).sum();

        List<ConsumerRecord<byte[], byte[]>> clean =
                scored("clean" + suffix, records("clean" + suffix, good), 300, properties);
        List<ConsumerRecord<byte[], byte[]>> mixed =
                scored("mixed" + suffix, mixed(records("mixed" + suffix, good), malformed), 300, properties);

        assertThat(withoutSource(mixed)).isEqualTo(withoutSource(clean));
        List<ConsumerRecord<byte[], byte[]>> letters =
                broker.await(Pipeline.deadLetters("mixed" + suffix), bad, Pipeline.PATIENCE);
        assertThat(letters).hasSize(bad);
        assertIntact(letters, broker.read(Pipeline.events("mixed" + suffix)));
    }

    /** Checks that each dead letter has the reason in its test header, and equals the record that its origin names. */
    private static void assertIntact(
            List<ConsumerRecord<byte[], byte[]>> letters, List<ConsumerRecord<byte[], byte[]>> input) {
        Map<String, ConsumerRecord<byte[], byte[]>> byPlace =
                input.stream().collect(Collectors.toMap(PipelineIT::place, Function.identity()));
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            assertThat(Audit.header(letter.headers(), "sluice.reason"))
                    .isEqualTo(Audit.header(letter.headers(), EXPECTED_REASON));
            assertThat(Audit.header(letter.headers(), "sluice.detail")).isNotBlank();
            ConsumerRecord<byte[], byte[]> source = byPlace.remove(Audit.header(letter.headers(), "sluice.source.topic")
                    + " " + Audit.header(letter.headers(), "sluice.source.partition") + " "
                    + Audit.header(letter.headers(), "sluice.source.offset"));
            assertThat(letter.key()).isEqualTo(source.key());
            assertThat(letter.value()).isEqualTo(source.value());
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + " " + record.partition() + " " + record.offset();
    }

    private static Map<String, List<ProducerRecord<byte[], byte[]>>> malformedOfRecordKeys(String id) {
        Map<String, List<ProducerRecord<byte[], byte[]>>> malformed = malformedValues(id, "");
        byte[] good = bytes("{\"a\":1}");
        malformed.put("no-key", List.of(record(id, null, good), record(id, null, null)));
        malformed.put("key-not-utf8", List.of(record(id, new byte[] {(byte) 0xC3, 0x28}, good)));
        return malformed;
    }

    private static Map<String, List<ProducerRecord<byte[], byte[]>>> malformedOfEventKeys(String id) {
        Map<String, List<ProducerRecord<byte[], byte[]>>> malformed = malformedValues(id, "\"id\":\"key-1\",");
        malformed.put(
                "no-key",
                List.of(
                        record(id, bytes("key-1"), bytes("{\"a\":1}")),
                        record(id, bytes("key-1"), bytes("{\"id\":null,\"a\":1}")),
                        record(id, bytes("key-1"), bytes("{\"id\":{},\"a\":1}")),
                        record(id, null, null)));
        malformed.put("key-not-utf8", List.of(record(id, new byte[] {(byte) 0xC3, 0x28}, null)));
        return malformed;
    }

    /** Returns malformed values by reason; an object begins with {@code fields}. */
    private static Map<String, List<ProducerRecord<byte[], byte[]>>> malformedValues(String id, String fields) {
        Map<String, List<String>> values = new TreeMap<>(Map.of(
                "not-json",
                List.of("{", "no", "{" + fields + "\"a\":1} x", "{" + fields + "\"a\":NaN}"),
                "not-an-object",
                List.of("[]", "1", "\"text\"", "true"),
                "empty",
                List.of("", "  "),
                "json-null",
                List.of("null"),
                "duplicate-field",
                List.of("{" + fields + "\"a\":1,\"a\":2}"),
                "too-large",
                List.of("{" + fields + "\"a\":1,\"rest\":\"" + "x".repeat(1_500_000) + "\"}"),
                "bad-timestamp",
                List.of(
                        "{" + fields + "\"timestamp\":\"yesterday\",\"a\":1}",
                        "{" + fields + "\"timestamp\":[],\"a\":1}"),
                "bad-channel",
                List.of(
                        "{" + fields + "\"a\":\"1\"}",
                        "{" + fields + "\"a\":true}",
                        "{" + fields + "\"a\":1e39}",
                        "{" + fields + "\"a\":{},\"b\":1}"),
                "no-channel",
                List.of("{" + fields + "\"other\":1}", "{" + fields + "\"a\":null}")));
        Map<String, List<ProducerRecord<byte[], byte[]>>> records = new TreeMap<>();
        values.forEach((reason, texts) -> records.put(
                reason,
                texts.stream()
                        .map(text -> record(id, bytes("key-1"), bytes(text)))
                        .toList()));
        return records;
    }

    /** Spreads the malformed records evenly among the good ones. */
    private static List<ProducerRecord<byte[], byte[]>> mixed(
            List<ProducerRecord<byte[], byte[]>> good, Map<String, List<ProducerRecord<byte[], byte[]>>> malformed) {
        List<ProducerRecord<byte[], byte[]>> bad = new ArrayList<>();
        malformed.forEach((reason, records) -> records.forEach(record -> {
            record.headers().add(EXPECTED_REASON, bytes(reason));
            bad.add(record);
        }));
        List<ProducerRecord<byte[], byte[]>> mixed = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            mixed.add(good.get(i));
            if (i % 8 == 0 && !bad.isEmpty()) {
                mixed.add(bad.remove(0));
            }
        }
        assertThat(bad).isEmpty();
        return mixed;
    }

    /** Returns the text of the predictions by key, in order, without the places of their records. */
    private static Map<String, List<String>> withoutSource(List<ConsumerRecord<byte[], byte[]>> predictions) {
        return predictions.stream()
                .map(PipelineIT::object)
                .peek(object -> object.remove("source"))
                .collect(Collectors.groupingBy(
                        object -> object.get("key").asText(),
                        Collectors.mapping(ObjectNode::toString, Collectors.toList())));
    }

    private static ObjectNode object(ConsumerRecord<byte[], byte[]> record) {
        try {
            return (ObjectNode) JSON.readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Every topic that is written would refuse the times of two of the records and stop the pipeline at each start. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/id"})
    void aTimestampThatTheOutputTopicsRefuseDoesNotStopThePipeline(String eventKey) {
        String id = eventKey.isEmpty() ? "future" : "future-keyed";
        Map<String, String> properties = eventKey.isEmpty() ? Map.of() : Map.of("sluice.event.key", eventKey);
        broker.createTopics(1, Map.of("message.timestamp.after.max.ms", "" + Long.MAX_VALUE), Pipeline.events(id));
        broker.createTopics(1, Pipeline.predictions(id), Pipeline.deadLetters(id));
        long now = System.currentTimeMillis();
        long ahead = now + Duration.ofDays(30).toMillis();
        broker.send(List.of(
                timed(id, now, "{\"id\":\"key-1\",\"a\":1}"),
                timed(id, ahead, "{\"id\":\"key-1\",\"a\":2}"),
                timed(id, ahead, "{\"id\":\"key-1\""),
                timed(id, now, "{\"id\":\"key-1\",\"a\":3}")));
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), properties)) {
            assertThat(broker.await(Pipeline.predictions(id), 3, Pipeline.PATIENCE))
                    .extracting(record -> Prediction.parse(record.value()).step())
                    .containsExactly(1L, 2L, 3L);
            assertThat(broker.await(Pipeline.deadLetters(id), 1, Pipeline.PATIENCE))
                    .hasSize(1);
            assertThat(pipeline.count("sluice.timestamps.bounded")).isEqualTo(2);
            assertThat(pipeline.count("sluice.steps.alone")).isZero();
        }
    }

    private static ProducerRecord<byte[], byte[]> timed(String id, long timestamp, String value) {
        return new ProducerRecord<>(Pipeline.events(id), 0, timestamp, bytes("key-1"), bytes(value));
    }

    @Test
    void aChannelMayBeMissingInAThirdOfTheEvents() {
        List<ConsumerRecord<byte[], byte[]>> predictions =
                scored("channels", records("channels", events(900, 20)), 900, Map.of());
        Map<String, ConsumerRecord<byte[], byte[]>> input = broker.read(Pipeline.events("channels")).stream()
                .collect(Collectors.toMap(PipelineIT::place, Function.identity()));
        SequentialOracle oracle = new SequentialOracle(gru.reference(), 0, "a", "b", "c");
        int missing = 0;
        for (ConsumerRecord<byte[], byte[]> record : predictions) {
            Prediction sent = Prediction.parse(record.value());
            SequentialOracle.Answer answer =
                    oracle.answer(new TestRecord<>(input.get(place(sent)))).orElseThrow();
            assertThat(sent.step()).isEqualTo(answer.step());
            assertThat(sent.input()).isEqualTo(answer.x());
            for (int i = 0; i < answer.y().size(); i++) {
                assertThat(sent.raw().get(i)).isCloseTo(answer.y().get(i), within(1e-5f));
            }
            missing += sent.input().get(3) == 1 ? 1 : 0;
        }
        assertThat(missing).isBetween(250, 350);
    }

    private static String place(Prediction prediction) {
        Prediction.Source source = prediction.source();
        return source.topic() + " " + source.partition() + " " + source.offset();
    }

    @ParameterizedTest
    @CsvSource({"memory, classic", "rocksdb, classic", "rocksdb, streams"})
    void twoTopicsAndTwoThreadsAnswerInBatchesLikeTheOracle(String store, String protocol) {
        String id = store + "-" + protocol;
        String second = id + "-more-events";
        broker.createTopics(PARTITIONS, second);
        Map<String, String> properties = Map.of(
                "sluice.input.topic",
                Pipeline.events(id) + "," + second,
                "num.stream.threads",
                "2",
                "group.protocol",
                protocol,
                "sluice.state.store",
                store);
        List<String> events = events(4000, 700);
        Pipeline.createTopics(broker, PARTITIONS, id);
        List<ProducerRecord<byte[], byte[]>> interleaved = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            String topic = i % 3 == 0 ? second : Pipeline.events(id);
            long time = System.currentTimeMillis() - events.size() + i;
            interleaved.add(new ProducerRecord<>(topic, null, time, bytes(key(events.get(i))), bytes(events.get(i))));
        }
        broker.send(interleaved);
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), properties)) {
            List<ConsumerRecord<byte[], byte[]>> predictions =
                    broker.await(Pipeline.predictions(id), 4000, Pipeline.PATIENCE);
            assertThat(pipeline.notPolled()).isZero();
            assertThat(pipeline.count("sluice.steps.alone")).isLessThan(400);
            assertThat(pipeline.rowsACall()).isGreaterThan(4);
            List<ConsumerRecord<byte[], byte[]>> input = new ArrayList<>(broker.read(Pipeline.events(id)));
            input.addAll(broker.read(second));
            assertAsTheOracle(predictions, input);
        }
    }

    /** Kafka 4.4 refuses a start whose topology differs from that of the group, in its number of partitions, too. */
    @Test
    void aPipelineWithTheKeyInTheEventStartsAgainUnderTheStreamsProtocol() {
        String id = "streams-again";
        Map<String, String> properties = Map.of("sluice.event.key", "/id", "group.protocol", "streams");
        Pipeline.createTopics(broker, PARTITIONS, id);
        for (int start = 1; start <= 2; start++) {
            broker.send(records(id, events(100, 10)));
            try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), properties)) {
                assertThat(broker.await(Pipeline.predictions(id), 100 * start, Pipeline.PATIENCE))
                        .hasSize(100 * start);
                assertThat(pipeline.rowsACall()).isPositive();
            }
        }
    }

    /**
     * A partition waits for one fetch of another one at most. All predictions go to one partition, so their order shows
     * which events waited.
     */
    @Test
    void theBacklogOfAHotKeyDoesNotStallOtherPartitions() {
        String id = "hot-key";
        int hot = 6000;
        int calm = 100;
        broker.createTopics(PARTITIONS, Pipeline.events(id), Pipeline.deadLetters(id));
        broker.createTopics(1, Pipeline.predictions(id));
        List<ProducerRecord<byte[], byte[]>> backlog = new ArrayList<>();
        for (int i = 0; i < hot; i++) {
            backlog.add(inPartition(id, 0, "hot", i));
        }
        for (int i = 0; i < calm; i++) {
            backlog.add(inPartition(id, 1 + i % 2, "calm-" + i, i));
        }
        broker.send(backlog);
        Map<String, String> smallFetches = Map.of("max.partition.fetch.bytes", "16384");
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), smallFetches)) {
            List<String> keys = broker.await(Pipeline.predictions(id), hot + calm, Pipeline.PATIENCE).stream()
                    .map(prediction -> new String(prediction.key(), StandardCharsets.UTF_8))
                    .toList();
            assertThat(keys.stream().filter("hot"::equals)).hasSize(hot);
            assertThat(keys.subList(0, hot / 2).stream().filter(key -> !key.equals("hot")))
                    .hasSize(calm);
            assertThat(pipeline.notPolled()).isZero();
        }
    }

    private static ProducerRecord<byte[], byte[]> inPartition(String id, int partition, String key, int i) {
        return new ProducerRecord<>(
                Pipeline.events(id), partition, bytes(key), bytes("{\"a\":" + i + ",\"b\":1,\"c\":0.5}"));
    }

    /** Replays the order in which the events of each key were scored: two topics have no prescribed order. */
    private static void assertAsTheOracle(
            List<ConsumerRecord<byte[], byte[]>> predictions, List<ConsumerRecord<byte[], byte[]>> input) {
        Map<String, ConsumerRecord<byte[], byte[]>> left =
                input.stream().collect(Collectors.toMap(PipelineIT::place, Function.identity()));
        Map<String, Long> lastOffsets = new TreeMap<>();
        try (StepModel model = LoadedBundle.open(gru.folder(), "cpu").newStepModel(4)) {
            SequentialOracle oracle = new SequentialOracle(model, 0, "a", "b", "c");
            for (ConsumerRecord<byte[], byte[]> record : predictions) {
                Prediction sent = Prediction.parse(record.value());
                ConsumerRecord<byte[], byte[]> source = left.remove(place(sent));
                assertThat(source).as("each event once: %s", sent.source()).isNotNull();
                SequentialOracle.Answer answer =
                        oracle.answer(new TestRecord<>(source)).orElseThrow();
                assertThat(sent)
                        .isEqualTo(new Prediction(answer.key(), answer.step(), sent.source(), answer.x(), answer.y()));
                Long before = lastOffsets.put(sent.key() + " " + source.topic(), source.offset());
                assertThat(before == null || before < source.offset())
                        .as("order of %s", sent.key())
                        .isTrue();
            }
        }
        assertThat(left).isEmpty();
    }

    @Test
    void eventsThatNameTheirKeyAreAlsoSteppedInBatches() {
        String id = "keyed-batches";
        Pipeline.createTopics(broker, PARTITIONS, id);
        broker.send(records(id, events(2000, 700)));
        Map<String, String> properties = Map.of("sluice.event.key", "/id", "num.stream.threads", "2");
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), properties)) {
            assertThat(broker.await(Pipeline.predictions(id), 2000, Pipeline.PATIENCE))
                    .hasSize(2000);
            assertThat(pipeline.notPolled()).isZero();
            assertThat(pipeline.rowsACall()).isGreaterThan(2);
        }
    }

    /** Masked rankings have the same bytes as offline, and malformed records leave no trace in them. */
    @Test
    void itemsAreRankedLikeOfflineAndMalformedOnesAreDeadLetters() throws IOException {
        String id = "items";
        Workload items = Workload.items(folder.resolve("item-model"));
        Traffic traffic = items.traffic(Pipeline.events(id), 7);
        Pipeline.createTopics(broker, PARTITIONS, id);
        broker.send(Stream.generate(traffic::next).limit(3000).toList());
        Map<String, String> properties = new HashMap<>(items.properties());
        properties.put("num.stream.threads", "2");
        try (Pipeline pipeline = Pipeline.start(broker, items.bundle(), id, folder.resolve(id), properties)) {
            broker.awaitConsumed(id, Pipeline.PATIENCE, Pipeline.events(id));
            assertThat(pipeline.notPolled()).isZero();
        }
        List<ConsumerRecord<byte[], byte[]>> input = broker.read(Pipeline.events(id));
        List<ConsumerRecord<byte[], byte[]>> predictions = broker.read(Pipeline.predictions(id));
        Audit audit = Audit.of(items, input, predictions, List.of(), broker.read(Pipeline.deadLetters(id)));
        assertThat(audit.holds()).as("%s", audit).isTrue();
        assertThat(audit.compared()).isGreaterThan(2500);
        assertThat(audit.deadLetters()).isGreaterThan(50);
        assertThat(predictions.stream().map(record -> new String(record.value(), StandardCharsets.UTF_8)))
                .isEqualTo(OfflineRankings.of(items, input));
    }

    @Test
    void aRestartDoesNotWaitForASessionTimeout() {
        String id = "restart";
        Map<String, String> properties = Map.of("session.timeout.ms", "60000", "num.stream.threads", "2");
        List<String> events = events(40, 4);
        scored(id, records(id, events.subList(0, 20)), 20, properties);
        assertThat(broker.members(id)).isZero();

        broker.send(records(id, events.subList(20, 40)));
        long begin = System.nanoTime();
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), properties)) {
            List<ConsumerRecord<byte[], byte[]>> predictions =
                    broker.await(Pipeline.predictions(id), 40, Duration.ofSeconds(30));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            assertThat(pipeline.notPolled()).isZero();
            assertThat(predictions.stream()
                            .map(record -> Prediction.parse(record.value()))
                            .filter(prediction -> prediction.key().equals("key-0"))
                            .map(Prediction::step))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        }
        assertThat(broker.members(id)).isZero();
    }

    /**
     * Sends records to the topics of a new pipeline, runs it until it has made {@code count} predictions, and returns
     * them.
     */
    private static List<ConsumerRecord<byte[], byte[]>> scored(
            String id, List<ProducerRecord<byte[], byte[]>> records, int count, Map<String, String> properties) {
        Pipeline.createTopics(broker, PARTITIONS, id);
        broker.send(records);
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), properties)) {
            broker.await(Pipeline.predictions(id), count, Pipeline.PATIENCE);
            assertThat(pipeline.notPolled()).isZero();
        }
        List<ConsumerRecord<byte[], byte[]>> predictions = broker.read(Pipeline.predictions(id));
        assertThat(predictions).hasSize(count);
        return predictions;
    }

    /** Makes events of three channels. A third of them lack the second channel. Keys take turns. */
    private static List<String> events(int count, int keys) {
        Random random = new Random(count);
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String b = random.nextInt(3) == 0 ? "" : "\"b\":" + (float) random.nextGaussian() + ",";
            events.add("{\"id\":\"key-" + i % keys + "\",\"timestamp\":" + (BEGIN + 700L * i) + ",\"a\":"
                    + (float) random.nextGaussian() + "," + b + "\"c\":" + (float) random.nextGaussian() + "}");
        }
        return events;
    }

    private static String key(String event) {
        return event.substring(event.indexOf("key-"), event.indexOf("\",\"timestamp"));
    }

    private static List<ProducerRecord<byte[], byte[]>> records(String id, List<String> events) {
        return events.stream()
                .map(event -> record(id, bytes(key(event)), bytes(event)))
                .toList();
    }

    private static ProducerRecord<byte[], byte[]> record(String id, byte[] key, byte[] value) {
        return new ProducerRecord<>(Pipeline.events(id), key, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
