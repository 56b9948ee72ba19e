package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.model.ChangedOutput;
import io.sluice.model.EngineException;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.RunModel;
import io.sluice.model.StepModel;
import io.sluice.onnx.OnnxBundle;
import io.sluice.runtime.LoadedBundle;
import io.sluice.torch.GruBundle;
import io.sluice.torch.ItemBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/** Any batching equals one by one. */
class LookAheadPropertyTest {
    private static final long BEGIN = 1_772_366_400_000L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] CHANNELS = {"a", "b", "c"};
    private static final ServingModel SPEC = TestModels.spec(CHANNELS);
    private static final ServingModel EXCITABLE =
            TestModels.spec(Map.of("open", 0.7, "close", 0.6, "quiet", 2.0), CHANNELS);
    private static final long TTL = 60;

    private static LoadedBundle torch;
    private static LoadedBundle onnx;
    private static LoadedBundle items;

    /** A stream in the polls in which it is seen; some of its records are not shown to look-ahead at all. */
    record Stream(List<List<PipelineDriver.Input>> polls) {}

    @Property(tries = 200)
    void anyBatchingAnswersAsOneByOneBitForBit(@ForAll("streams") Stream stream) {
        requireAnyBatchingToBeOneByOne(
                stream,
                LookAheadPropertyTest::reference,
                (alone, predictions) -> assertAsTheOracle(stream, predictions, 0));
    }

    /** The same for a model that fails on some of the rows, and with it the call that has them. */
    @Property(tries = 200)
    void anyBatchingOfAModelThatFailsOnSomeRowsAnswersAsOneByOneBitForBit(@ForAll("streams") Stream stream) {
        requireAnyBatchingToBeOneByOne(stream, LookAheadPropertyTest::failingOnSomeRows, (alone, predictions) -> {
            double failed = alone.count("sluice.dead.letters", "reason", "model-failed");
            Statistics.label("events on which the model fails")
                    .collect(failed > 1)
                    .coverage(some -> some.check(true).percentage(percents -> percents > 10));
        });
    }

    /** The same for a model that takes several records of a key in one call. */
    @Property(tries = 200)
    void anyBatchingOfAModelOfRunsAnswersAsOneByOneBitForBit(@ForAll("streams") Stream stream) {
        requireAnyBatchingToBeOneByOne(
                stream,
                () -> new RunModel(reference(), 64),
                (alone, predictions) -> assertAsTheOracle(stream, predictions, 0));
    }

    /** The same for one that fails inside a run, or gives a number that is not finite. */
    @Property(tries = 200)
    void anyBatchingOfRunsOfWhichStepsAreRejectedAnswersAsOneByOneBitForBit(@ForAll("streams") Stream stream) {
        Supplier<StepModel> model = () -> new RunModel(notFiniteOnSomeRows(failingOnSomeRows()), 64);
        requireAnyBatchingToBeOneByOne(stream, model, (alone, predictions) -> {
            double failed = alone.count("sluice.dead.letters", "reason", "model-failed");
            double notFinite = alone.count("sluice.dead.letters", "reason", "prediction-not-finite");
            Statistics.label("events of which each kind is rejected")
                    .collect(failed > 1 && notFinite > 1)
                    .coverage(some -> some.check(true).percentage(percents -> percents > 5));
        });
    }

    private static StepModel notFiniteOnSomeRows(StepModel model) {
        return new ChangedOutput(model, batch -> {
            for (int row = 0; row < batch.rows(); row++) {
                if (batch.inputValue(row, 0) < -1) {
                    batch.nextState().putFloat(row * batch.stateRowBytes(), Float.NaN);
                }
            }
        });
    }

    /** @param more further assertions, about the pipeline without look-ahead and its predictions */
    private static void requireAnyBatchingToBeOneByOne(
            Stream stream,
            Supplier<StepModel> model,
            BiConsumer<PipelineDriver, List<TestRecord<byte[], byte[]>>> more) {
        Map<String, String> all = Map.of(
                "sluice.input.topic",
                PipelineDriver.INPUT + "," + PipelineDriver.OTHER_INPUT,
                "sluice.state.ttl.ms",
                Long.toString(TTL));
        Map<String, String> smallBatches = new HashMap<>(all);
        smallBatches.put("sluice.batch.rows", "3");
        try (PipelineDriver ahead = driver(all, model);
                PipelineDriver small = driver(smallBatches, model);
                PipelineDriver alone = driver(all, model)) {
            for (List<PipelineDriver.Input> poll : stream.polls()) {
                ahead.poll(poll);
                small.poll(poll);
                poll.forEach(alone::process);
            }
            List<TestRecord<byte[], byte[]>> predictions = alone.predictions();
            assertSame(ahead.predictions(), predictions);
            assertSame(small.predictions(), predictions);
            List<TestRecord<byte[], byte[]>> deadLetters = alone.deadLetters();
            assertSame(ahead.deadLetters(), deadLetters);
            assertSame(small.deadLetters(), deadLetters);
            assertThat(ahead.states().keySet()).isEqualTo(alone.states().keySet());
            ahead.states().forEach((key, state) -> assertThat(state)
                    .isEqualTo(alone.states().get(key)));
            more.accept(alone, predictions);
        }
    }

    private static StepModel failingOnSomeRows() {
        return new ChangedOutput(TestModels.model(SPEC), batch -> {
            for (int row = 0; row < batch.rows(); row++) {
                if (batch.inputValue(row, 0) > 1) {
                    throw new EngineException("too large: " + batch.inputValue(row, 0));
                }
            }
        });
    }

    /** The same with PyTorch: its own bits, and within 1e-5 the reference's answers. */
    @Property(tries = 60)
    void anyBatchingWithPyTorchAnswersAsOneByOneBitForBit(@ForAll("streams") Stream stream) {
        Map<String, String> properties = Map.of(
                "sluice.input.topic",
                PipelineDriver.INPUT + "," + PipelineDriver.OTHER_INPUT,
                "sluice.state.ttl.ms",
                Long.toString(TTL));
        try (PipelineDriver ahead = driver(properties, () -> torch.newStepModel(512));
                PipelineDriver alone = driver(properties, () -> torch.newStepModel(1))) {
            for (List<PipelineDriver.Input> poll : stream.polls()) {
                ahead.poll(poll);
                poll.forEach(alone::process);
            }
            List<TestRecord<byte[], byte[]>> expected = alone.predictions();
            assertSame(ahead.predictions(), expected);
            assertAsTheOracle(stream, expected, 1e-5f);
        }
    }

    /** The same with ONNX Runtime, which takes runs. */
    @Property(tries = 60)
    void anyBatchingWithOnnxRuntimeAnswersAsOneByOneBitForBit(@ForAll("streams") Stream stream) {
        Map<String, String> properties = Map.of(
                "sluice.input.topic",
                PipelineDriver.INPUT + "," + PipelineDriver.OTHER_INPUT,
                "sluice.state.ttl.ms",
                Long.toString(TTL));
        try (PipelineDriver ahead = driver(properties, () -> onnx.newStepModel(512));
                PipelineDriver alone = driver(properties, () -> onnx.newStepModel(1))) {
            for (List<PipelineDriver.Input> poll : stream.polls()) {
                ahead.poll(poll);
                poll.forEach(alone::process);
            }
            List<TestRecord<byte[], byte[]>> expected = alone.predictions();
            assertSame(ahead.predictions(), expected);
            ahead.states().forEach((key, state) -> assertThat(state)
                    .isEqualTo(alone.states().get(key)));
            assertAsTheOracle(stream, expected, 1e-5f);
        }
    }

    /** Items, of which those that a key has had are left out: the predictions and all that is kept of a key. */
    @Property(tries = 25)
    void anyBatchingOfItemsAnswersAsOneByOneBitForBit(@ForAll("clicks") Stream stream) {
        Map<String, String> properties = Map.of(
                "sluice.input.topic",
                PipelineDriver.INPUT + "," + PipelineDriver.OTHER_INPUT,
                "sluice.ranking.seen",
                "mask",
                "sluice.state.ttl.ms",
                Long.toString(TTL));
        ServingModel spec = ServingModel.of(items.bundle());
        try (PipelineDriver ahead = new PipelineDriver(spec, () -> items.newStepModel(512), properties);
                PipelineDriver alone = new PipelineDriver(spec, () -> items.newStepModel(1), properties)) {
            for (List<PipelineDriver.Input> poll : stream.polls()) {
                ahead.poll(poll);
                poll.forEach(alone::process);
            }
            assertSame(ahead.predictions(), alone.predictions());
            assertSame(ahead.deadLetters(), alone.deadLetters());
            assertThat(ahead.states().keySet()).isEqualTo(alone.states().keySet());
            ahead.states().forEach((key, state) -> assertThat(state)
                    .isEqualTo(alone.states().get(key)));
        }
    }

    /** Alerts as well, where incidents come and go: each that opened closes before the key's next one opens. */
    @Property(tries = 200)
    void anyBatchingAlertsAsOneByOne(@ForAll("streams") Stream stream) {
        Map<String, String> properties = Map.of(
                "sluice.input.topic",
                PipelineDriver.INPUT + "," + PipelineDriver.OTHER_INPUT,
                "sluice.alert.topic",
                PipelineDriver.ALERTS,
                "sluice.state.ttl.ms",
                Long.toString(TTL));
        try (PipelineDriver ahead = new PipelineDriver(EXCITABLE, LookAheadPropertyTest::readings, properties);
                PipelineDriver alone = new PipelineDriver(EXCITABLE, LookAheadPropertyTest::readings, properties)) {
            past().forEach((key, state) -> {
                ahead.put(key, state);
                alone.put(key, state);
            });
            for (List<PipelineDriver.Input> poll : stream.polls()) {
                ahead.poll(poll);
                poll.forEach(alone::process);
            }
            List<TestRecord<byte[], byte[]>> alerts = alone.alerts();
            assertSame(ahead.alerts(), alerts);
            assertAlternating(alerts);
            Statistics.label("alerts").collect(alerts.size() > 1).coverage(some -> some.check(true)
                    .percentage(percents -> percents > 1));
        }
    }

    private static StepModel readings() {
        return new ReadingModel(EXCITABLE.manifest().sizes());
    }

    /** The states of keys that have seen as many small readings as scores need. */
    private static Map<String, byte[]> past() {
        try (PipelineDriver driver = new PipelineDriver(EXCITABLE, LookAheadPropertyTest::readings, Map.of())) {
            for (String key : List.of("hot", "a", "b", "ключ")) {
                for (int i = 0; i < 45; i++) {
                    driver.process(PipelineDriver.event(key, BEGIN + 1000, "{\"a\":0." + i % 10 + "}"));
                }
            }
            return driver.states();
        }
    }

    static void assertAlternating(List<TestRecord<byte[], byte[]>> alerts) {
        Map<String, String> phases = new HashMap<>();
        for (TestRecord<byte[], byte[]> alert : alerts) {
            JsonNode json = json(alert.value());
            String phase = json.at("/incident/phase").asText();
            String before = phases.put(json.get("key").asText(), phase);
            assertThat(phase).isEqualTo("opened".equals(before) ? "closed" : "opened");
        }
    }

    @BeforeContainer
    static void loadTheModels() throws IOException {
        Path folder = Files.createTempDirectory("sluice-test-");
        try {
            GruBundle.write(folder, TestModels.model(SPEC));
            torch = LoadedBundle.open(folder, "cpu");
            OnnxBundle.write(folder.resolve("onnx"), TestModels.model(SPEC));
            onnx = LoadedBundle.open(folder.resolve("onnx"), "cpu");
            ItemBundle.write(folder.resolve("items"));
            items = LoadedBundle.open(folder.resolve("items"), "cpu");
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static StepModel reference() {
        return TestModels.model(SPEC);
    }

    private static PipelineDriver driver(Map<String, String> properties, Supplier<? extends StepModel> models) {
        return new PipelineDriver(SPEC, models, properties);
    }

    static void assertSame(List<TestRecord<byte[], byte[]>> actual, List<TestRecord<byte[], byte[]>> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).key()).isEqualTo(expected.get(i).key());
            assertThat(actual.get(i).value()).isEqualTo(expected.get(i).value());
            assertThat(actual.get(i).headers()).isEqualTo(expected.get(i).headers());
        }
    }

    private static void assertAsTheOracle(
            Stream stream, List<TestRecord<byte[], byte[]>> predictions, float tolerance) {
        ReferenceGruModel model = TestModels.model(SPEC);
        SequentialOracle oracle = new SequentialOracle(model, TTL, CHANNELS);
        List<SequentialOracle.Answer> answers = new ArrayList<>();
        for (List<PipelineDriver.Input> poll : stream.polls()) {
            for (PipelineDriver.Input input : poll) {
                Optional<SequentialOracle.Answer> answer = oracle.answer(input.record());
                answer.ifPresent(answers::add);
            }
        }
        assertThat(predictions).hasSameSizeAs(answers);
        for (int i = 0; i < answers.size(); i++) {
            JsonNode prediction = json(predictions.get(i).value());
            assertThat(prediction.get("key").asText()).isEqualTo(answers.get(i).key());
            assertThat(prediction.get("step").asLong()).isEqualTo(answers.get(i).step());
            assertThat(floats(prediction.get("input"))).isEqualTo(answers.get(i).x());
            assertClose(floats(prediction.get("raw")), answers.get(i).y(), tolerance);
        }
    }

    private static void assertClose(List<Float> actual, List<Float> expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(tolerance));
        }
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static List<Float> floats(JsonNode array) {
        List<Float> floats = new ArrayList<>();
        array.forEach(element -> floats.add(Float.parseFloat(element.asText())));
        return floats;
    }

    @Provide
    Arbitrary<Stream> streams() {
        return streams(values());
    }

    @Provide
    Arbitrary<Stream> clicks() {
        Arbitrary<String> known = Arbitraries.integers().between(1, 60).map(id -> "{\"item\":\"item-" + id + "\"}");
        Arbitrary<String> bad = Arbitraries.of("", "{", "{\"item\":\" \"}", "{\"item\":1.5}", "{\"other\":1}");
        return streams(Arbitraries.frequencyOf(
                Tuple.of(12, known), Tuple.of(2, bad), Tuple.of(1, Arbitraries.just((String) null))));
    }

    static Arbitrary<Stream> streams(Arbitrary<String> values) {
        return records(values)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(LookAheadPropertyTest::timed);
    }

    /** What a record is, before it gets its time: a millisecond or more after the one before it, or earlier. */
    record Kind(String topic, String key, String value, boolean reset, long advance) {}

    private static Stream timed(List<List<Kind>> polls) {
        long now = BEGIN + 1000;
        List<List<PipelineDriver.Input>> timed = new ArrayList<>();
        for (List<Kind> poll : polls) {
            List<PipelineDriver.Input> inputs = new ArrayList<>();
            for (Kind kind : poll) {
                now = Math.max(0, now + kind.advance());
                inputs.add(input(kind, now));
            }
            timed.add(inputs);
        }
        return new Stream(timed);
    }

    private static PipelineDriver.Input input(Kind kind, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        if (kind.reset()) {
            headers.add("sluice-reset", PipelineDriver.bytes("true"));
        }
        byte[] key = kind.key() == null ? null : PipelineDriver.bytes(kind.key());
        byte[] value = kind.value() == null ? null : PipelineDriver.bytes(kind.value());
        return PipelineDriver.input(kind.topic(), key, timestamp, value, headers);
    }

    private static Arbitrary<Kind> records(Arbitrary<String> values) {
        Arbitrary<String> topics =
                Arbitraries.of(PipelineDriver.INPUT, PipelineDriver.INPUT, PipelineDriver.OTHER_INPUT);
        Arbitrary<String> keys = Arbitraries.frequency(
                Tuple.of(6, "hot"), Tuple.of(2, "a"), Tuple.of(2, "b"), Tuple.of(1, "ключ"), Tuple.of(1, null));
        Arbitrary<Long> advances = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.longs().between(0, 20)),
                Tuple.of(1, Arbitraries.longs().between(50, 150)),
                Tuple.of(1, Arbitraries.longs().between(-100, -1)));
        return Combinators.combine(
                        topics, keys, values, Arbitraries.of(true, false, false, false, false, false), advances)
                .as(Kind::new);
    }

    private static Arbitrary<String> values() {
        Arbitrary<String> good = Combinators.combine(channel(), channel(), channel(), timestamp())
                .as((a, b, c, time) -> "{" + time + "\"a\":" + a + ",\"b\":" + b + ",\"c\":" + c + "}");
        Arbitrary<String> bad = Arbitraries.of(
                "",
                "null",
                "[]",
                "{",
                "{\"a\":\"1\"}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1e99}",
                "{\"other\":1}",
                "{\"timestamp\":\"yesterday\",\"a\":1}",
                "{\"a\":1} x");
        Arbitrary<String> none = Arbitraries.just(null);
        return Arbitraries.frequencyOf(Tuple.of(10, good), Tuple.of(2, bad), Tuple.of(1, none));
    }

    private static Arbitrary<String> channel() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.floats().between(-3, 3).map(String::valueOf)),
                Tuple.of(1, Arbitraries.just("null")));
    }

    private static Arbitrary<String> timestamp() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just("")),
                Tuple.of(
                        3,
                        Arbitraries.longs()
                                .between(BEGIN, BEGIN + 100_000)
                                .map(time -> "\"timestamp\":" + time + ",")));
    }
}
