package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.feature.Tokens;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.offline.imports.ImportRequest;
import io.sluice.offline.imports.ModelImport;
import io.sluice.offline.training.cell.PythonTorch;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.ClassificationScorer;
import io.sluice.score.profile.ProfileSettings;
import io.sluice.torch.BundleTokenizer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The three programs of Python in the documents make bundles of readings, texts and items, which are served like those
 * made in Java.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class PythonBundleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "python";
    private static final List<String> CHANNELS = List.of("temperature", "pressure", "vibration");
    private static final int EVENTS = 900;
    private static final long BEGIN = 1_772_366_400_000L;

    private static final int SHORT = 120;
    private static final String TEXTS = "python-texts";
    private static final String ITEMS = "python-items";

    @TempDir
    private static Path folder;

    private static Path bundle;
    private static List<ConsumerRecord<byte[], byte[]>> events;
    private static List<byte[]> predictions;
    private static List<byte[]> textPredictions;
    private static List<byte[]> itemPredictions;

    @BeforeAll
    static void scoreStreams() throws IOException, InterruptedException {
        PythonTorch.assumePresent();
        for (String program : PythonTorch.programsIn(Path.of("docs/models.md"))) {
            PythonTorch.runFile(Files.writeString(folder.resolve("make_bundle.py"), program));
        }
        bundle = folder.resolve("models/pump-lstm");
        try (BrokerFixture broker = new BrokerFixture()) {
            predictions = score(broker, ID, bundle, stream());
            events = broker.read(Pipeline.events(ID));
            textPredictions = score(broker, TEXTS, folder.resolve("models/complaints"), texts());
            itemPredictions = score(broker, ITEMS, folder.resolve("models/articles"), items());
        }
    }

    private static List<byte[]> score(
            BrokerFixture broker, String id, Path model, List<ProducerRecord<byte[], byte[]>> stream) {
        Pipeline.createTopics(broker, 3, id);
        broker.send(stream);
        try (Pipeline pipeline = Pipeline.start(broker, model, id, folder.resolve("state-" + id), Map.of())) {
            List<byte[]> scored = broker.await(Pipeline.predictions(id), stream.size(), Pipeline.PATIENCE).stream()
                    .map(ConsumerRecord::value)
                    .toList();
            assertThat(pipeline.rowsACall()).isGreaterThan(1);
            assertThat(broker.read(Pipeline.deadLetters(id))).isEmpty();
            assertThat(scored).hasSize(stream.size());
            return scored;
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> texts() {
        List<String> words = List.of("Late", "broken", "box", "THANKS", "great", "whatever", "!", "\ud83d\ude00");
        Random random = new Random(4);
        return records(TEXTS, random, () -> {
            StringBuilder text = new StringBuilder("not");
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(' ').append(words.get(random.nextInt(words.size())));
            }
            return JSON.createObjectNode().put("text", text.toString());
        });
    }

    private static List<ProducerRecord<byte[], byte[]>> items() {
        Random random = new Random(5);
        return records(ITEMS, random, () -> JSON.createObjectNode().put("item", "article-" + random.nextInt(1, 221)));
    }

    private static List<ProducerRecord<byte[], byte[]>> records(String id, Random random, Supplier<ObjectNode> events) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < SHORT; i++) {
            byte[] key = ("key-" + random.nextInt(7)).getBytes(StandardCharsets.UTF_8);
            byte[] value = events.get().toString().getBytes(StandardCharsets.UTF_8);
            records.add(new ProducerRecord<>(Pipeline.events(id), null, BEGIN + 1000L * i, key, value));
        }
        return records;
    }

    @AfterAll
    static void forget() {
        events = null;
        predictions = null;
        textPredictions = null;
        itemPredictions = null;
    }

    /**
     * Makes events of seven keys. Some readings are absent or null, times are out of order, and some events have no
     * time.
     */
    private static List<ProducerRecord<byte[], byte[]>> stream() {
        Random random = new Random(3);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            ObjectNode event = JSON.createObjectNode();
            long time = BEGIN + 1000L * i + random.nextInt(120_000) - 60_000;
            switch (random.nextInt(3)) {
                case 0 -> event.put("timestamp", time);
                case 1 -> event.put("timestamp", Instant.ofEpochMilli(time).toString());
                default -> {}
            }
            int sure = random.nextInt(CHANNELS.size());
            for (int c = 0; c < CHANNELS.size(); c++) {
                int kind = c == sure ? 0 : random.nextInt(4);
                if (kind < 2) {
                    event.put(CHANNELS.get(c), random.nextGaussian());
                } else if (kind == 2) {
                    event.putNull(CHANNELS.get(c));
                }
            }
            byte[] key = ("pump-" + random.nextInt(7)).getBytes(StandardCharsets.UTF_8);
            byte[] value = event.toString().getBytes(StandardCharsets.UTF_8);
            records.add(new ProducerRecord<>(Pipeline.events(ID), null, BEGIN + 1000L * i, key, value));
        }
        return records;
    }

    @Test
    void theBundlePassesModelCheck() throws IOException, InterruptedException {
        try (Child check = Child.sluice(folder, "model", "check", bundle.toString(), "--device", "cpu")) {
            assertThat(check.exitCode(Duration.ofSeconds(60))).as("%s", check).isZero();
            assertThat(check.output())
                    .contains("pump-lstm 1.0.0, anomaly")
                    .contains("forward(x[B, 7], state[B, 70]) -> (y[B, 10], state'[B, 70])")
                    .contains("3 keys, 60 steps reproduced");
        }
    }

    @Test
    void aLoopInPythonReproducesEachPrediction() throws IOException, InterruptedException {
        String document = Files.readString(Path.of("docs/models.md"));
        String loop = document.split("```py\n", 2)[1].split("```", 2)[0];
        List<String> worst = List.of(
                PythonTorch.run(loop, module("pump-lstm"), written(predictions), "70"),
                PythonTorch.run(loop, module("complaints"), written(textPredictions), "32"),
                PythonTorch.run(loop, module("articles"), written(itemPredictions), "32"));

        System.out.printf("largest differences from a loop in Python: %s%n", worst);
        assertThat(worst)
                .allSatisfy(each -> assertThat(Double.parseDouble(each)).isLessThan(1e-5));
    }

    private static String module(String name) {
        return folder.resolve("models").resolve(name).resolve("model.pt").toString();
    }

    private static String written(List<byte[]> predictions) throws IOException {
        Path steps = Files.createTempFile(folder, "steps", ".jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(steps)) {
            for (byte[] prediction : predictions) {
                out.write(new String(prediction, StandardCharsets.UTF_8));
                out.newLine();
            }
        }
        return steps.toString();
    }

    @Test
    void theLabelsAndTheItemsAreThoseOfTheProgram() {
        assertThat(textPredictions).allSatisfy(prediction -> assertThat(new String(prediction, StandardCharsets.UTF_8))
                .contains("\"delivery\"", "\"damage\"", "\"praise\""));
        assertThat(itemPredictions).allSatisfy(prediction -> assertThat(new String(prediction, StandardCharsets.UTF_8))
                .contains("\"article-"));
    }

    @Test
    void anImportOfTheBareFileGivesTheSameManifest() throws IOException {
        Manifest exported = Bundle.open(bundle).manifest();
        ImportRequest request = new ImportRequest(
                exported.name(),
                exported.version(),
                exported.task(),
                exported.input(),
                List.of(),
                exported.outputNames(),
                OptionalInt.of(70),
                null,
                Map.of());
        Path file = bundle.resolve("model.pt");

        Bundle imported = new ModelImport(file, Files.readAllBytes(file), new byte[0], request, null).bundle();

        assertThat(imported.manifest()).isEqualTo(exported);
    }

    /** Compares with the columns as docs/models.md documents them, computed from the events in their topic. */
    @Test
    void theInputRowsHoldTheColumnsOfTheManifest() {
        Map<String, Prediction> byPlace = new HashMap<>();
        for (byte[] json : predictions) {
            Prediction prediction = Prediction.parse(json);
            byPlace.put(
                    prediction.source().partition() + " " + prediction.source().offset(), prediction);
        }
        Map<String, Long> latest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> event : events) {
            Prediction prediction = byPlace.remove(event.partition() + " " + event.offset());
            long time = time(event);
            Long before = latest.get(prediction.key());
            long gap = before == null ? 0 : Math.max(0, time - before);
            assertThat(prediction.input()).as(prediction.toString()).isEqualTo(row(read(event.value()), gap));
            latest.merge(prediction.key(), time, Math::max);
        }
        assertThat(byPlace).isEmpty();
    }

    @Test
    void rowsForATrainingAreThoseOfThePipeline() throws IOException, InterruptedException {
        Path file = folder.resolve("training.jsonl");
        List<String> lines = new ArrayList<>();
        Map<String, List<List<Float>>> expected = new HashMap<>();
        Map<String, Long> latest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> event : events) {
            String key = new String(event.key(), StandardCharsets.UTF_8);
            ObjectNode value = (ObjectNode) read(event.value());
            long time = time(event);
            long gap = Math.max(0, time - latest.getOrDefault(key, time));
            latest.merge(key, time, Math::max);
            expected.computeIfAbsent(key, unused -> new ArrayList<>()).add(row(value, gap));
            lines.add(value.put("timestamp", time).put("pump", key).toString());
        }
        Files.write(file, lines);

        JsonNode found = JSON.readTree(PythonTorch.run("""
                import json, sys, sluice_export
                rows = sluice_export.rows_of(sys.argv[1], channels=sys.argv[2].split(","), key="pump")
                print(json.dumps({key: x.tolist() for key, x in rows.items()}))
                """, file.toString(), String.join(",", CHANNELS)));

        assertThat(found.size()).isEqualTo(expected.size());
        expected.forEach((key, rows) -> {
            for (int i = 0; i < rows.size(); i++) {
                List<Float> row = new ArrayList<>();
                found.path(key).path(i).forEach(x -> row.add(x.floatValue()));
                assertThat(row).as("%s, row %d", key, i).isEqualTo(rows.get(i));
            }
        });
    }

    /** The library tokenizers is not needed for the tokenizer of {@code word_tokenizer}. */
    @Test
    void rowsOfTextsAreThoseOfThePipeline() throws IOException, InterruptedException {
        List<String> texts = List.of(
                "Still WAITING, for the parcel!! not-great",
                "e\u0301te\u0301 \u00bdbox late_box \u24b6box \u2167 \u4e2d\u6587",
                "[PAD] box[UNK] [pad] \u0130stanbul \u03a3\u0391\u03a3",
                "box\u200dbox \u001cbox\u0085box\u00a0box \ud83d\ude00\ud83d\ude00 \u203fbox",
                "box ".repeat(20));
        Path folder = bundle.resolveSibling("complaints");
        List<List<Integer>> expected = new ArrayList<>();
        try (InputStream tokenizer = Files.newInputStream(folder.resolve("tokenizer.json"))) {
            for (Tokens tokens : BundleTokenizer.open(tokenizer, 16).tokenize(texts)) {
                expected.add(IntStream.range(0, 16)
                        .mapToObj(i -> i < tokens.count() ? (int) tokens.id(i) : 0)
                        .toList());
            }
        }

        JsonNode found = JSON.readTree(
                PythonTorch.run("""
                import json, sys, sluice_export
                sys.modules["tokenizers"] = None
                events = [{"text": text} for text in json.loads(sys.argv[2])]
                print(json.dumps(sluice_export.rows_of(events, tokenizer=sys.argv[1], tokens=16)["key"].tolist()))
                """, folder.resolve("tokenizer.json").toString(), JSON.writeValueAsString(texts)));

        assertThat(JSON.convertValue(found, new TypeReference<List<List<Integer>>>() {}))
                .isEqualTo(expected);
    }

    private static List<Float> row(JsonNode event, long gapMillis) {
        List<Float> row = new ArrayList<>();
        CHANNELS.forEach(c -> row.add((float) event.path(c).asDouble(0)));
        CHANNELS.forEach(c -> row.add(event.hasNonNull(c) ? 0f : 1f));
        row.add((float) StrictMath.log1p(gapMillis / 1000.0));
        return row;
    }

    private static long time(ConsumerRecord<byte[], byte[]> event) {
        JsonNode stated = read(event.value()).path("timestamp");
        if (stated.isMissingNode()) {
            return event.timestamp();
        }
        return stated.isTextual() ? Instant.parse(stated.asText()).toEpochMilli() : stated.asLong();
    }

    @Test
    void expectedReadingsAreFoundByTheNamesOfTheOutputs() {
        int compared = 0;
        for (byte[] json : predictions) {
            JsonNode prediction = read(json);
            JsonNode y = prediction.path("raw");
            JsonNode anomaly = prediction.path("anomaly");
            assertThat(anomaly.path("surprise").floatValue())
                    .isEqualTo(y.path("surprise").floatValue());
            for (int c = 0; c < CHANNELS.size() && prediction.path("step").asLong() > 1; c++) {
                assertThat(anomaly.path("expected").path(CHANNELS.get(c)).floatValue())
                        .isEqualTo(y.path("expected." + CHANNELS.get(c)).floatValue());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(2 * EVENTS);
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A module that Sluice could not serve, and a part of the message that says so. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("dropout", "the same row gives two results: key key-0, row "),
            Map.entry("batch", "the module's rows depend on each other: a row gives "),
            Map.entry("one", "the module's forward returns 1 tensor; it must return two, y and the next state packed"),
            Map.entry(
                    "apart", "the module's forward returns 3 tensors; it must return two, y and the next state packed"),
            Map.entry(
                    "nested",
                    "the module's forward returns 3 tensors; it must return two, y and the next state packed"),
            Map.entry("dict", "the module's forward returns a dict with y and state, which says no order; return the"),
            Map.entry("none", "the module's forward returns something that is no tensor, such as None or a number"),
            Map.entry("late", "key rows, row 70: y[0] is -inf; a step must give finite numbers"),
            Map.entry("size", "; is state=5 right?"),
            Map.entry("flat", "the module returns a y (4,) float32 for 4 rows; it must be [4, O] float32"),
            Map.entry("double", "the module returns a y (4, 1) float64 for 4 rows"),
            Map.entry("lstm", "the module returns a state (1, 4, 4) float32 for 4 rows; it must be [4, 4] float32"),
            Map.entry("nan", "y[0] is -inf; a step must give finite numbers for every event"),
            Map.entry("below", "the surprise is below 0 at every step"),
            Map.entry("three", "the module returns 3 numbers a row; a model of 1 channels returns 1 (surprise) or 2"),
            Map.entry("names", "the module returns 1 number a row; outputs names 2: ['surprise', 'more']; name each"),
            Map.entry("surprise", "the task anomaly needs one named \"surprise\""),
            Map.entry("columns", "columns names the unknown column 'value.gone'"),
            Map.entry("wide", "the module's forward does not accept x (4, 3) float32 and state (4, 4) float32"),
            Map.entry("rows", "the module accepts 4 rows but not 8"),
            Map.entry("state", "the module has no method initial_state(rows: int), which would say the size"),
            Map.entry("labels", "the module returns 2 numbers a row; 2 labels need 4: the logits of the event's"),
            Map.entry("embeddings", "the module does not accept the id 3, the largest of tokenizer.json"),
            Map.entry("traced", "the module is not traceable, because a value decides which code runs"),
            Map.entry("ranking", "the output ranks 1 items, and vocabulary has 3; it must rank all of them"),
            Map.entry("zero", "a y is not a ranking; a ranking is 3 different ids from 1 to 3"),
            Map.entry("length", "the module returns another number of rows than the 8 of its input"),
            Map.entry("after", "the module's rows depend on each other: a row gives "),
            Map.entry("few", "40 rows of 1 keys give 2 sequences of 20 rows; golden vectors need 3 sequences"),
            Map.entry("raised", "key rows, row 70: the module's forward fails: RuntimeError: index 9 is out of bounds"),
            Map.entry("input", "key key-0, row 1: the module changes its input x in place; let it work on a copy"),
            Map.entry("given", "key key-0, row 1: the module changes the state that it is given in place; let it work"),
            Map.entry("kept", "is in eval mode, so it most likely keeps a state in itself, such as self.count"),
            Map.entry("train", "chance decides, as with dropout: export the module in eval mode, after module.eval()"),
            Map.entry(
                    "logits",
                    "their exponentials sum up to 5.85, which must be at most 1; the task ranking needs log-"),
            Map.entry("setting", "scoring has no setting 'opn'; its settings are close, habituation.quick,"),
            Map.entry("infinite", "scoring['open'] is inf; it must be a finite number"),
            Map.entry("scorer", "scorer is 'tial'; it must be tails or profile"),
            Map.entry("task", "task is 'forecast'; it must be anomaly, classification or ranking"),
            Map.entry("classify", "task is 'classify'; it must be anomaly, classification or ranking"),
            Map.entry("twice", "labels contains a name twice: ['p', 'p']"),
            Map.entry("path", "events cannot be read: [Errno 2] No such file or directory: 'rom.csv'"),
            Map.entry("weights", "module is a OrderedDict; give the torch.nn.Module itself, after module.load_state"),
            Map.entry("seconds", "event 1: timestamp is 1772323200, too small for milliseconds since the epoch"),
            Map.entry("yesterday", "event 1: timestamp is 'yesterday'; give a time of ISO 8601, or a number"),
            Map.entry("text", "event 2: value is '1_000'; Sluice scores no event with anything but a number"),
            Map.entry("true", "event 1: value is True; Sluice scores no event with anything but a number"),
            Map.entry("absent", "event 2 has no reading of value; Sluice scores no such event, so leave it out"),
            Map.entry("replaced", "exists and is not an empty folder"));

    private static final String MISTAKES = """
            import os, sys, torch
            from sluice_export import ExportError, export, word_tokenizer

            class Step(torch.nn.Module):
                def __init__(self, step):
                    super().__init__()
                    self.step = step
                    self.w = torch.nn.Parameter(torch.ones(3, 2))

                def forward(self, x, state):
                    return self.step(self, x, state)

            def surprise(x):
                return x[:, :1].abs()

            class Counting(torch.nn.Module):
                def __init__(self):
                    super().__init__()
                    self.register_buffer("count", torch.zeros(1))

                def forward(self, x: torch.Tensor, state: torch.Tensor):
                    self.count += 1.0
                    return x[:, :1].abs() + self.count, state

            def decide(m, x, s):
                return (surprise(x) if x.sum() > 0 else surprise(x) + 1), s

            texts = dict(task="classification", channels=None, tokenizer=word_tokenizer(["a", "b"]), labels=["p", "n"])
            items = dict(task="ranking", channels=None, vocabulary=["a", "b", "c"])
            cases = {
                **{name: (lambda m, x, s: (surprise(x), s), {"events": events}) for name, events in {
                    "seconds": [{"timestamp": 1772323200, "value": 1.0}],
                    "yesterday": [{"timestamp": "yesterday", "value": 1.0}],
                    "text": [{"value": 1.0}, {"value": "1_000"}],
                    "true": [{"value": True}],
                    "absent": [{"value": 1.0}, {"value": None}]}.items()},
                "dropout": (lambda m, x, s: (torch.dropout(surprise(x) + 1, 0.5, True), s), {}),
                "batch": (lambda m, x, s: ((x[:, :1] - x[:, :1].mean(0)).abs(), s), {}),
                "one": (lambda m, x, s: surprise(x), {}),
                "apart": (lambda m, x, s: (surprise(x), s, s), {}),
                "nested": (lambda m, x, s: (surprise(x), (s, s)), {}),
                "dict": (lambda m, x, s: {"y": surprise(x), "state": s}, {}),
                "none": (lambda m, x, s: (surprise(x), None), {}),
                "late": (lambda m, x, s: (torch.log(x[:, :1]), s),
                         {"rows": torch.cat([torch.full((69, 3), 3.0), torch.zeros(1, 3)])}),
                "size": (lambda m, x, s: (surprise(x), s @ torch.ones(4, 4)), {"state": 5}),
                "flat": (lambda m, x, s: (x[:, 0], s), {}),
                "double": (lambda m, x, s: (surprise(x).double(), s), {}),
                "lstm": (lambda m, x, s: (surprise(x), s.unsqueeze(0)), {}),
                "nan": (lambda m, x, s: (torch.log(x[:, 1:2]), s), {}),
                "below": (lambda m, x, s: (-1 - surprise(x), s), {}),
                "three": (lambda m, x, s: (x, s), {}),
                "names": (lambda m, x, s: (surprise(x), s), {"outputs": ["surprise", "more"]}),
                "surprise": (lambda m, x, s: (surprise(x), s), {"outputs": ["score"]}),
                "columns": (lambda m, x, s: (surprise(x), s), {"columns": ["value", "value.gone"]}),
                "wide": (lambda m, x, s: (x @ m.w.T, s), {}),
                "rows": (lambda m, x, s: (surprise(x) + torch.zeros(4, 1), s), {}),
                "state": (lambda m, x, s: (surprise(x), s), {"state": None}),
                "labels": (lambda m, x, s: (x[:, :2].float(), s), texts),
                "embeddings": (lambda m, x, s: (m.w[x].sum(1).repeat(1, 2), s), texts),
                "traced": (decide, {}),
                "ranking": (lambda m, x, s: (torch.cat([x.float() * 0 + 1, x.float()], 1), s), items),
                "zero": (lambda m, x, s: (torch.tensor([[0., 1, 2, 0, -1, -2]]).repeat(x.shape[0], 1), s), items),
                "length": (lambda m, x, s: (surprise(x)[:1].repeat(len(x), 1), s), {}),
                "after": (lambda m, x, s: (surprise(x), s + x[:, :1].mean()), {}),
                "few": (lambda m, x, s: (surprise(x), s), {"rows": torch.ones(40, 3)}),
                "raised": (lambda m, x, s: (surprise(x) * m.w[(x[:, 0] > 20).long() * 9, :1], s),
                           {"rows": torch.cat([torch.full((69, 3), 3.0), torch.full((1, 3), 99.0)])}),
                "input": (lambda m, x, s: (surprise(x.add_(1.0)), s), {}),
                "given": (lambda m, x, s: (surprise(x), s.add_(1.0)), {}),
                "kept": (None, {"module": Counting().eval()}),
                "train": (lambda m, x, s: (torch.dropout(surprise(x) + 1, 0.5, True), s), {"train": True}),
                "logits": (lambda m, x, s: (torch.tensor([[3., 1, 2, .7, .7, .6]]).repeat(x.shape[0], 1), s), items),
                "setting": (lambda m, x, s: (surprise(x), s), {"scoring": {"opn": .9}}),
                "infinite": (lambda m, x, s: (surprise(x), s), {"scoring": {"open": float("inf")}}),
                "scorer": (lambda m, x, s: (surprise(x), s), {"scorer": "tial"}),
                "task": (lambda m, x, s: (surprise(x), s), {"task": "forecast"}),
                "classify": (lambda m, x, s: (surprise(x), s), {"task": "classify", "labels": ["p", "n"]}),
                "twice": (lambda m, x, s: (x[:, :2].float(), s), {**texts, "labels": ["p", "p"]}),
                "path": (lambda m, x, s: (surprise(x), s), {"events": "rom.csv"}),
                "weights": (None, {"module": Step(None).state_dict()}),
                "replaced": (lambda m, x, s: (surprise(x), s), {"folder": "."}),
            }
            os.chdir(sys.argv[1])
            for name, (step, more) in cases.items():
                try:
                    module = more.pop("module", None) or Step(step).train(more.pop("train", False))
                    export(module, **{**dict(folder="made/model", channels=["value"], state=4), **more})
                    print(name, "was exported", sep="\\t")
                except ExportError as e:
                    print(name, e, sep="\\t")
            print("left", len(os.listdir("made")) if os.path.isdir("made") else 0, sep="\\t")
            """;

    @Test
    void theExportKnowsTheSettingsOfEachScorer() throws IOException, InterruptedException {
        List<String> outputs = List.of("surprise", "expected.value", "deviation.hour.value");
        List<String> logits = List.of("logit.p", "logit.n", "running.p", "running.n");
        String found = PythonTorch.run(
                """
                import json, sys, sluice_export
                for task, scorer, names in zip(sys.argv[1::3], sys.argv[2::3], sys.argv[3::3]):
                    print(",".join(sorted(sluice_export._settings(task, scorer, json.loads(names)))))
                """,
                "anomaly",
                "tails",
                JSON.writeValueAsString(outputs),
                "anomaly",
                "profile",
                JSON.writeValueAsString(outputs),
                "classification",
                "",
                JSON.writeValueAsString(logits),
                "ranking",
                "",
                "[]");
        SortedSet<String> tails = new TreeSet<>(AnomalyScorer.SETTINGS);
        tails.add("threshold"); // for evaluate
        assertThat(found.split("\n", -1))
                .startsWith(
                        String.join(",", tails),
                        String.join(",", ProfileSettings.names(new AnomalyOutputs(outputs, List.of("value")))),
                        String.join(",", new TreeSet<>(ClassificationScorer.settings(logits))),
                        "");
    }

    @Test
    void aMistakeInPythonIsReportedInOneLine(@TempDir Path elsewhere) throws IOException, InterruptedException {
        Files.writeString(elsewhere.resolve("file"), "");
        Map<String, String> found = PythonTorch.run(MISTAKES, elsewhere.toString())
                .lines()
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));

        assertThat(found.remove("left")).isEqualTo("0");
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(REFUSED.keySet());
        assertThat(found)
                .allSatisfy((name, message) ->
                        assertThat(message).as(name).contains(REFUSED.get(name)).hasSizeLessThan(600));
    }
}
