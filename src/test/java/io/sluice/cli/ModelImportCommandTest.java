package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.TimestampUnit;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.model.TimestampField;
import io.sluice.offline.imports.BareModule;
import io.sluice.onnx.OnnxModels;
import io.sluice.torch.ItemBundle;
import io.sluice.torch.TextBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelImportCommandTest {
    private static final String SAME = "next = state";
    private static final String VALUE = "torch.slice(x, 1, 0, 1)";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void aBareModuleOfReadingsBecomesABundle() throws IOException {
        assertThat(importing(BareModule.good(), "--task", "anomaly", "--channels", "value"))
                .as("%s", err)
                .isZero();

        Bundle bundle = Bundle.open(folder.resolve("made"));
        Manifest manifest = bundle.manifest();
        assertThat(manifest.name()).isEqualTo("made");
        assertThat(manifest.sizes().toString()).isEqualTo("Sizes[input=3, state=4, output=2]");
        assertThat(manifest.input().columns()).containsExactly("value", "value.missing", "gap.log_seconds");
        assertThat(manifest.outputNames()).containsExactly("surprise", "expected.value");
        assertThat(bundle.golden().keys()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(folder.resolve("made/README.md")).exists();
        assertThat(out.toString().lines())
                .contains("golden rows  generated; give --events FILE to take those of your own events")
                .contains("contract     forward(x[B, 3], state[B, 4]) -> (y[B, 2], state'[B, 4])")
                .anyMatch(line -> line.startsWith("step         B = 512"));
    }

    @Test
    void anOnnxFileBecomesABundle() throws IOException {
        byte[] model = OnnxModels.runs(ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        assertThat(importing("bare.onnx", model, "--task", "anomaly", "--channels", "value"))
                .as("%s", err)
                .isZero();

        Bundle bundle = Bundle.open(folder.resolve("made"));
        assertThat(bundle.manifest().weights().file()).isEqualTo("model.onnx");
        assertThat(bundle.manifest().sizes()).isEqualTo(new Sizes(3, 8, 2));
        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("engine       ONNX Runtime 1."))
                .contains("runs         a call takes up to 64 events of a key, with the same results bit for bit");
    }

    @Test
    void anOnnxFileOfSingleStepsBecomesABundleThatReadsSampleEvents() throws IOException {
        byte[] model = OnnxModels.steps(ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path events = Files.writeString(folder.resolve("events.csv"), "value\n" + "1\n2\n".repeat(30));
        assertThat(importing(
                        "bare.onnx", model, "--task", "anomaly", "--channels", "value", "--events", events.toString()))
                .as("%s", err)
                .isZero();

        assertThat(out.toString().lines()).contains("runs         none: a call takes one event of a key");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void anOnnxFileThatDoesNotFitIsRefused(String what, byte[] model, String options, String error) throws IOException {
        assertThat(importing("bare.onnx", model, options.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains(error);
        assertThat(folder.resolve("made")).doesNotExist();
    }

    static Stream<Arguments> anOnnxFileThatDoesNotFitIsRefused() {
        byte[] model = OnnxModels.runs(ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        return Stream.of(
                Arguments.of(
                        "another number of columns",
                        model,
                        "--task anomaly --channels a,b",
                        "bare.onnx: the input x has the shape [any, any, 3], so a row has 3 columns; the input has 5:"
                                + " name 3 with --columns, or in input.columns"),
                Arguments.of(
                        "another size of the state",
                        model,
                        "--task anomaly --channels value --state 16",
                        "--state is 16, but the input state of the file has rows of 8 numbers; leave --state out"),
                Arguments.of(
                        "a TorchScript file",
                        "PK".getBytes(StandardCharsets.ISO_8859_1),
                        "--task anomaly --channels value",
                        "bare.onnx is a zip file and not an ONNX file; the name of a TorchScript file, which torch.jit"
                                + " writes, ends in .pt"));
    }

    @Test
    void sampleEventsBecomeTheGoldenRows() throws IOException {
        StringBuilder csv = new StringBuilder("ts,pump,celsius\n");
        for (int i = 0; i < 90; i++) {
            csv.append(1_772_366_400 + i)
                    .append(i % 3 == 0 ? ",a," : ",b,")
                    .append(i)
                    .append(".5\n");
        }
        Path events = Files.writeString(folder.resolve("events.csv"), csv);

        int code = importing(
                BareModule.good(),
                ("--task anomaly --channels value --set sluice.event.field.value=/celsius --set"
                                + " sluice.event.timestamp=/ts --timestamp ts --timestamp-unit seconds --key-field pump"
                                + " --scorer profile --set sluice.scoring.silent.events=60 --events " + events)
                        .split(" "));

        assertThat(code).as("%s", err).isZero();
        Bundle bundle = Bundle.open(folder.resolve("made"));
        assertThat(bundle.golden().keys())
                .extracting(GoldenVectors.Sequence::key)
                .containsExactly("a", "b", "b, from row 21", "b, from row 41");
        assertThat(bundle.golden().keys().get(0).x().get(0)).containsExactly(0.5f, 0f, 0f);
        assertThat(bundle.golden().keys().get(0).x().get(1)).containsExactly(3.5f, 0f, (float) Math.log(4));
        assertThat(bundle.manifest().scoring()).containsEntry("silent.events", 60.0);
        assertThat(bundle.manifest().scorer()).isEqualTo(Manifest.ScorerKind.PROFILE);
        assertThat(bundle.manifest().input().fields().get(0).pointer()).isEqualTo("/celsius");
        assertThat(bundle.manifest().input().timestamp().pointer()).isEqualTo("/ts");
        assertThat(out.toString())
                .contains("golden rows  from the events of " + events)
                .doesNotContain("one key");
    }

    @Test
    void severalMachinesWithOneKeyAreNamed() throws IOException {
        Path events = Files.writeString(
                folder.resolve("events.csv"),
                "machine,value\n"
                        + IntStream.range(0, 60)
                                .mapToObj(i -> "pump-" + i % 2 + "," + i + "\n")
                                .collect(Collectors.joining()));

        assertThat(importing(BareModule.good(), "--task", "anomaly", "--channels", "value", "--events", "" + events))
                .as("%s", err)
                .isZero();

        assertThat(out.toString())
                .contains("warning      all events have one key, events, because no option says the key; machine has 2"
                        + " values, such as pump-0 and pump-1: ");
    }

    @Test
    void theOptionsOfTheTimeBelongToTheManifest() throws IOException {
        Path events = Files.writeString(
                folder.resolve("events.jsonl"),
                IntStream.range(0, 60)
                        .mapToObj(i -> "{\"ts\": " + (1_772_366_400 + 20 * i) + ", \"value\": " + i + "}\n")
                        .collect(Collectors.joining()));

        int code = importing(
                BareModule.good(),
                ("--task anomaly --channels value --timestamp ts --timestamp-unit seconds --events " + events)
                        .split(" "));

        assertThat(code).as("%s", err).isZero();
        Bundle bundle = Bundle.open(folder.resolve("made"));
        assertThat(bundle.golden().keys().get(0).x().get(1)).containsExactly(1f, 0f, (float) Math.log(21));
        assertThat(bundle.manifest().input().timestamp()).isEqualTo(new TimestampField("/ts", TimestampUnit.SECONDS));
        assertThat(bundle.golden().keys().get(0).key()).isEqualTo("events");
    }

    @Test
    void aSurpriseOfASlowStartIsNamed() throws IOException {
        byte[] module = BareModule.of("""
                next = torch.add(torch.mul(state, 0.25), torch.mul(torch.slice(x, 1, 0, 1), 0.75))
                y = torch.abs(torch.sub(torch.slice(x, 1, 0, 1), torch.slice(state, 1, 0, 1)))
                """);
        Path events = Files.writeString(folder.resolve("events.csv"), "value\n" + "100\n101\n".repeat(30));

        assertThat(importing(module, "--task", "anomaly", "--channels", "value", "--events", events.toString()))
                .as("%s", err)
                .isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("warning      surprise begins large: up to 26.00 in the first 4"
                        + " events of a key, and most of the later ones are at most 0.8"));
    }

    @Test
    void anEventThatTheModuleCannotScoreIsRefused() throws IOException {
        byte[] module = BareModule.of("""
                y = torch.log(torch.sub(1., torch.slice(x, 1, 2, 3)))
                next = state
                """);
        Path events = Files.writeString(
                folder.resolve("events.csv"),
                "timestamp,pump,value,load\n"
                        + IntStream.range(0, 90)
                                .mapToObj(i -> String.format(
                                        "%d,%s,%d,%s%n",
                                        1_772_366_400_000L + i, i % 2 == 0 ? "a" : "b", i, i == 61 ? "" : "1"))
                                .collect(Collectors.joining()));

        assertThat(importing(
                        module,
                        ("--task anomaly --channels value,load --columns value,load,load.missing --key-field pump --events "
                                        + events)
                                .split(" ")))
                .isEqualTo(2);

        assertThat(err)
                .hasToString("sluice: model " + folder.resolve("bare.pt") + ": " + events
                        + ", line 63: key b, row 31: y[0] (surprise) is -Infinity, where the reading of load is missing;"
                        + " a step must give finite numbers for every event, those with missing readings included\n");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void aStateThatIsNotFiniteIsRefused() throws IOException {
        byte[] module = BareModule.of("""
                y = torch.abs(torch.slice(x, 1, 0, 1))
                next = torch.add(torch.mul(state, 0.), torch.log(torch.slice(x, 1, 0, 1)))
                """);
        Path events = Files.writeString(folder.resolve("events.csv"), "value\n" + "1\n".repeat(70) + "0\n");

        assertThat(importing(module, "--task", "anomaly", "--channels", "value", "--events", events.toString()))
                .isEqualTo(2);

        assertThat(err.toString()).contains("line 72: key events, row 71: the next state[0] is -Infinity; a step must");
    }

    @Test
    void aChannelThatNoEventHasIsRefused() throws IOException {
        Path events = Files.writeString(
                folder.resolve("events.jsonl"),
                "{\"timestamp\": 1772366400000, \"pump\": \"a\", \"value\": 3, \"at\": {\"load\": 1, \"x\": null}}\n"
                        .repeat(60));
        String options = " --columns value --events " + events;

        assertThat(importing(BareModule.ofRows(), ("--task anomaly --channels value,laod" + options).split(" ")))
                .isEqualTo(2);
        assertThat(err)
                .hasToString("sluice: " + events + ": no event has laod; the events have pump, value, /at/load;"
                        + " --set sluice.event.field.laod=/FIELD says where it is\n");
        assertThat(folder.resolve("made")).doesNotExist();

        String place = " --set sluice.event.field.load=/at/laod";
        assertThat(importing(
                        BareModule.ofRows(), ("--task anomaly --channels value,load" + place + options).split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no event has load at /at/laod; the events have");

        String right = " --set sluice.event.field.load=/at/load";
        assertThat(importing(
                        BareModule.ofRows(), ("--task anomaly --channels value,load" + right + options).split(" ")))
                .as("%s", err)
                .isZero();
    }

    @Test
    void eventsThatCannotBeReadAreCounted() throws IOException {
        Path events = Files.writeString(
                folder.resolve("events.jsonl"),
                "{\"value\": 3}\n".repeat(60) + "no JSON\n".repeat(1200) + "{\"value\": \"warm\"}\n"
                        + "{\"value\": 3}\n");

        assertThat(importing(
                        BareModule.good(), "--task", "anomaly", "--channels", "value", "--events", events.toString()))
                .as("%s", err)
                .isZero();

        assertThat(out.toString().lines())
                .contains(
                        "golden rows  from the events of " + events + "; 1,201 events could not be read: line 61 is the"
                                + " dead letter not-json: not JSON: no JSON");
    }

    @Test
    void aModuleOfTextsTakesItsTokenizerAndItsLabels() throws IOException {
        TextBundle.write(folder.resolve("shipped"));
        byte[] module = Files.readAllBytes(folder.resolve("shipped/model.pt"));
        Path tokenizer = folder.resolve("shipped/tokenizer.json");

        int code = importing(
                module,
                "--task",
                "classification",
                "--tokenizer",
                tokenizer.toString(),
                "--labels",
                "late,broken",
                "--tokens",
                "8",
                "--state",
                "8");

        assertThat(code).as("%s", err).isZero();
        Bundle bundle = Bundle.open(folder.resolve("made"));
        assertThat(bundle.manifest().outputNames())
                .containsExactly("logit.late", "logit.broken", "running.late", "running.broken");
        assertThat(bundle.golden().texts()).hasSize(3);
        assertThat(folder.resolve("made/tokenizer.json")).hasSameBinaryContentAs(tokenizer);
    }

    @Test
    void aModuleOfItemsTakesItsVocabulary() throws IOException {
        ItemBundle.write(folder.resolve("shipped"));
        byte[] module = Files.readAllBytes(folder.resolve("shipped/model.pt"));
        String vocabulary = folder.resolve("shipped/vocabulary.txt").toString();

        assertThat(importing(module, "--task", "ranking", "--vocabulary", vocabulary, "--state", "8"))
                .as("%s", err)
                .isZero();

        assertThat(Bundle.open(folder.resolve("made")).manifest().outputNames())
                .hasSize(2 * ItemBundle.DEPTH)
                .startsWith("item.1")
                .endsWith("score." + ItemBundle.DEPTH);
        assertThat(out.toString()).contains("the top " + ItemBundle.DEPTH + " items and their scores");
    }

    @Test
    void anEmptyFolderIsUsedAndAnotherIsLeftAlone() throws IOException {
        Path made = Files.createDirectory(folder.resolve("made"));
        assertThat(importing(BareModule.good(), "--task", "anomaly", "--channels", "value"))
                .isZero();
        byte[] manifest = Files.readAllBytes(made.resolve("model.json"));

        assertThat(importing(BareModule.good(), "--task", "anomaly", "--channels", "other"))
                .isEqualTo(2);

        assertThat(err.toString())
                .isEqualTo("sluice: " + made
                        + " exists and is not an empty folder; give the name of a new folder, or remove it\n");
        assertThat(made.resolve("model.json")).hasBinaryContent(manifest);
    }

    /** A broken model or a wrong option gives one line that says so, and leaves nothing behind. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aBrokenModelGivesOneLine(String what, byte[] module, String options, String message) throws IOException {
        TextBundle.write(folder.resolve("text"));
        Files.writeString(folder.resolve("items"), "a\nb\nc\n");
        Files.writeString(folder.resolve("many"), String.join("\n", numbers(30)));
        Files.writeString(folder.resolve("words"), "[PAD]\n[UNK]\ngood\n");
        String given = options.replace(
                        "TOKENIZER", folder.resolve("text/tokenizer.json").toString())
                .replace("WORDS", folder.resolve("words").toString())
                .replace("ITEMS", folder.resolve("items").toString())
                .replace("MANY", folder.resolve("many").toString());

        assertThat(importing(module, given.split(" "))).as("%s %s", out, err).isEqualTo(2);

        assertThat(err.toString()).contains(message);
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(2); // a second one names --help
        assertThat(err.toString().lines().findFirst().orElseThrow()).hasSizeLessThan(600);
        assertThat(out.toString()).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("bare.pt", "text", "items", "many", "words");
        }
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add("item-" + i);
        }
        return numbers;
    }

    static List<Arguments> aBrokenModelGivesOneLine() {
        String anomaly = "--task anomaly --channels value";
        String texts = "--task classification --tokenizer TOKENIZER --tokens 8 --labels good,bad";
        String items = "--task ranking --vocabulary ITEMS";
        List<Arguments> cases = new ArrayList<>(List.of(
                Arguments.of("an empty file", new byte[0], anomaly, "is empty; export the model again"),
                Arguments.of(
                        "a text",
                        "no archive".getBytes(StandardCharsets.UTF_8),
                        anomaly,
                        "bare.pt is not a TorchScript archive that PyTorch can load"),
                Arguments.of(
                        "a file of the old torch.save",
                        new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc},
                        anomaly,
                        "bare.pt was written by torch.save, which keeps the weights but not the code of forward; write"
                                + " it with torch.jit.script(module).save(file)"),
                Arguments.of(
                        "a file of torch.save",
                        zip("sd/data.pkl", "sd/data/0", "sd/version"),
                        anomaly,
                        "bare.pt was written by torch.save, which keeps the weights but not the code of forward"),
                Arguments.of(
                        "a file of torch.export",
                        zip("pump/archive_format", "pump/models/model.json"),
                        anomaly,
                        "bare.pt was written by torch.export, which Sluice cannot load"),
                Arguments.of(
                        "an ONNX file",
                        "\b\7\22\7pytorch\32\0052.7.1".getBytes(StandardCharsets.ISO_8859_1),
                        anomaly,
                        "is an ONNX file"),
                Arguments.of(
                        "no forward", BareModule.ofMethods("""
                                  def step(self: __torch__.Bare, x: Tensor) -> Tensor:
                                    return x
                                """), anomaly, "the module has no method forward(x, state)"),
                Arguments.of(
                        "one output",
                        BareModule.ofMethods("""
                                  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> Tensor:
                                    return x
                                """),
                        anomaly + " --state 4",
                        "the module's forward returns 1 tensor; it must return two, y and the next state"),
                Arguments.of(
                        "h and c apart",
                        BareModule.ofMethods("""
                                  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
                                    return (x, state, state)
                                """),
                        anomaly + " --state 4",
                        "the module's forward returns 3 tensors"),
                Arguments.of(
                        "nothing",
                        BareModule.ofMethods("""
                                  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> NoneType:
                                    return None
                                """),
                        anomaly + " --state 4",
                        "bare.pt: the module's forward returns something that is no tensor, such as None or a number"),
                Arguments.of(
                        "a number beside the state",
                        BareModule.ofMethods("""
                                  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> Tuple[int, Tensor]:
                                    return (3, state)
                                """),
                        anomaly + " --state 4",
                        "bare.pt: the module's forward returns something that is no tensor, such as None or a number"),
                Arguments.of(
                        "a dict",
                        BareModule.ofMethods("""
                                  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> Dict[str, Tensor]:
                                    return {"y": x, "next": state}
                                """),
                        anomaly + " --state 4",
                        "which says no order; return the tuple (y, next state)"),
                Arguments.of(
                        "a state of two tensors",
                        BareModule.ofMethods("""
                                  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
                                    return (x, (state, state))
                                """),
                        anomaly + " --state 4",
                        "the module's forward returns 3 tensors; it must return two, y and the next state packed"),
                Arguments.of(
                        "no state in forward",
                        BareModule.ofMethods("""
                                  def forward(self: __torch__.Bare, x: Tensor) -> Tuple[Tensor, Tensor]:
                                    return (x, x)
                                """),
                        anomaly + " --state 4",
                        "the module's forward does not accept x [4, 3] float32 and state [4, 4] float32"),
                Arguments.of(
                        "another size of the state",
                        BareModule.withoutInitialState("y = " + VALUE + "\nnext = torch.matmul(state, self.w)", ""),
                        anomaly + " --state 5",
                        "; is --state 5 right?")));
        cases.addAll(List.of(
                broken("a y of one dimension", "y = torch.sum(x, [1])", SAME, anomaly, "the module returns a y (4)"),
                broken("a y of three dimensions", "y = torch.unsqueeze(x, 1)", SAME, anomaly, "returns a y (4, 1, 3)"),
                broken("a y of doubles", "y = torch.to(" + VALUE + ", 7)", SAME, anomaly, "a y (4, 1) float64"),
                broken(
                        "a state of nn.LSTM's shape",
                        "y = " + VALUE,
                        "next = torch.unsqueeze(state, 0)",
                        anomaly,
                        "the module returns a state (1, 4, 4) float32 for 4 rows; it must be [4, 4] float32"),
                broken(
                        "a state that grows",
                        "y = " + VALUE,
                        "next = torch.cat([state, state], 1)",
                        anomaly,
                        "the module returns a state (4, 8) float32"),
                broken(
                        "a state of doubles",
                        "y = " + VALUE,
                        "next = torch.to(state, 7)",
                        anomaly,
                        "the module returns a state (4, 4) float64"),
                Arguments.of(
                        "no size of the state",
                        BareModule.withoutInitialState("y = " + VALUE + "\n" + SAME, ""),
                        anomaly,
                        "has no method initial_state(rows: int), which would say the size of its state; add it, or give"
                                + " the size with --state N"),
                Arguments.of(
                        "another size of the state",
                        BareModule.good(),
                        anomaly + " --state 7",
                        "--state is 7, but the module's initial_state(1) has 4 numbers"),
                Arguments.of(
                        "an initial state without rows",
                        BareModule.withoutInitialState("y = " + VALUE + "\n" + SAME, """
                                  def initial_state(self: __torch__.Bare, rows: int) -> Tensor:
                                    return torch.zeros([4])
                                """),
                        anomaly,
                        "initial_state(1) returns (4) float32; it must return one row of state, [1, S] float32"),
                broken(
                        "another number of columns",
                        "y = torch.slice(torch.matmul(x, self.w), 1, 0, 1)",
                        SAME,
                        anomaly,
                        "it accepts rows of 8 columns: name them with --columns"),
                broken(
                        "dropout",
                        "y = torch.abs(torch.dropout(torch.slice(torch.add(x, 1.), 1, 0, 1), 0.5, True))",
                        SAME,
                        anomaly,
                        "the same row gives two results: key small, row "),
                broken(
                        "rows that depend on each other",
                        "y = torch.abs(torch.sub(" + VALUE + ", torch.mean(" + VALUE + ", [0], True)))",
                        SAME,
                        anomaly,
                        "the module's rows depend on each other"),
                broken(
                        "a fixed number of rows",
                        "y = torch.add(" + VALUE + ", torch.slice(torch.slice(self.w, 0, 0, 4), 1, 0, 1))",
                        SAME,
                        anomaly,
                        "the module accepts 4 rows but not 8"),
                broken(
                        "the sum of all rows",
                        "y = torch.abs(torch.sum(" + VALUE + ", [0], True))\ny = torch.cat([y, y, y, y], 0)",
                        SAME,
                        anomaly,
                        "returns another number of rows than the 8 of its input"),
                broken(
                        "a y that is not finite",
                        "y = torch.log(torch.slice(x, 1, 1, 2))",
                        SAME,
                        anomaly,
                        "key small, row 1: y[0] is -Infinity; a step must give finite numbers for every event")));
        cases.addAll(List.of(
                broken(
                        "a surprise below 0",
                        "y = torch.neg(torch.add(torch.abs(" + VALUE + "), 1.))",
                        SAME,
                        anomaly,
                        "has a surprise below 0 at every step"),
                broken(
                        "three outputs",
                        "y = x",
                        SAME,
                        anomaly,
                        "the module returns 3 numbers a row; a model of 1 channels"),
                Arguments.of(
                        "too few names",
                        BareModule.good(),
                        anomaly + " --outputs surprise",
                        "the module returns 2 numbers a row; --outputs names 1: [surprise]"),
                Arguments.of(
                        "no surprise",
                        BareModule.good(),
                        anomaly + " --outputs score,expected.value",
                        "needs one named \"surprise\""),
                Arguments.of(
                        "an unknown channel",
                        BareModule.good(),
                        anomaly + " --outputs surprise,expected.celsius",
                        "there is no channel \"celsius\""),
                Arguments.of(
                        "an unknown column",
                        BareModule.good(),
                        anomaly + " --columns value,value.gone,gap.log_seconds",
                        "input.columns names the unknown column \"value.gone\""),
                Arguments.of(
                        "a bad name",
                        BareModule.good(),
                        anomaly + " --name a/b",
                        "name is \"a/b\"; it may contain only letters"),
                Arguments.of(
                        "no labels",
                        BareModule.good(),
                        "--task classification --tokenizer TOKENIZER --tokens 3",
                        "the task classification needs at least two labels, found []; name them with --labels"),
                broken(
                        "a module of floats for texts",
                        "y = torch.matmul(x, self.w)",
                        SAME,
                        texts,
                        "does not accept x [4, 8] int64 and state [4, 4] float32"),
                broken(
                        "logits without running ones",
                        "y = torch.to(torch.slice(x, 1, 0, 2), 6)",
                        SAME,
                        texts,
                        "the module returns 2 numbers a row; 2 labels need 4: the logits of the event's labels"),
                broken(
                        "too few embeddings for the tokenizer",
                        "y = torch.sum(torch.embedding(self.w, x), [1])",
                        SAME,
                        texts,
                        "the module does not accept the id 13, the largest of tokenizer.json"),
                broken(
                        "a list of words in place of a tokenizer",
                        "y = torch.to(torch.slice(x, 1, 0, 4), 6)",
                        SAME,
                        texts.replace("TOKENIZER", "WORDS"),
                        "tokenizer.json: not valid JSON"),
                broken(
                        "an odd number of a ranking",
                        "y = torch.squeeze(torch.embedding(torch.slice(self.w, 1, 0, 3), x), 1)",
                        SAME,
                        items,
                        "the module returns 3 numbers a row; the task ranking needs an even number"),
                broken(
                        "too small a ranking",
                        "y = torch.squeeze(torch.embedding(self.w, x), 1)",
                        SAME,
                        items,
                        "the output ranks 2 items, and vocabulary.txt has 3; it must rank all of them"),
                broken(
                        "more items than embeddings",
                        "y = torch.squeeze(torch.embedding(self.w, x), 1)",
                        SAME,
                        items.replace("ITEMS", "MANY"),
                        "the module does not accept the id 30, the largest of vocabulary.txt"),
                broken(
                        "ids from 0",
                        "y = torch.cat([torch.zeros([torch.size(x, 0), 1]), torch.ones([torch.size(x, 0), 1]),"
                                + " torch.full([torch.size(x, 0), 1], 2.), torch.zeros([torch.size(x, 0), 3])], 1)",
                        SAME,
                        items,
                        "has a y that is not a ranking; a ranking is 3 different ids from 1 to 3"),
                broken(
                        "logits in place of log-probabilities",
                        "y = torch.cat([torch.ones([torch.size(x, 0), 1]), torch.full([torch.size(x, 0), 1], 2.),"
                                + " torch.full([torch.size(x, 0), 1], 3.), torch.zeros([torch.size(x, 0), 3])], 1)",
                        SAME,
                        items,
                        "has a y whose scores are no log-probabilities: their exponentials sum up to 3.0, which"),
                broken(
                        "x changed in place",
                        "z = torch.add_(x, 1.)\ny = torch.abs(torch.slice(z, 1, 0, 1))",
                        SAME,
                        anomaly,
                        "the module changes its input x in place; let it work on a copy, such as x.clone()"),
                broken(
                        "a state of its own",
                        "w = torch.add_(self.w, 1.)\ny = torch.add(torch.abs(torch.slice(x, 1, 0, 1)), torch.max(w))",
                        SAME,
                        anomaly,
                        "or the module keeps a state of its own"),
                broken(
                        "an exception for a generated row",
                        """
                        if bool(torch.any(torch.gt(x, 20.))):
                          ops.prim.RaiseException("too humid", "builtins.RuntimeError")
                        else:
                          pass
                        y = torch.abs(torch.slice(x, 1, 0, 1))""",
                        SAME,
                        anomaly,
                        "the module's forward failed: RuntimeError: too humid (for a generated row; take events of"),
                Arguments.of(
                        "a ranking of readings",
                        BareModule.good(),
                        "--task ranking --channels value",
                        "the task is ranking, but input.kind is numeric"),
                Arguments.of(
                        "labels of an anomaly model",
                        BareModule.good(),
                        anomaly + " --labels a,b",
                        "--labels belongs to --task classification"),
                Arguments.of("nothing that is read", BareModule.good(), "--task anomaly", "Missing required argument"),
                Arguments.of(
                        "too few events",
                        BareModule.good(),
                        anomaly + " --events ITEMS",
                        "golden vectors need 3 sequences")));
        return cases;
    }

    private static byte[] zip(String... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Arguments broken(String what, String y, String next, String options, String message) {
        return Arguments.of(what, BareModule.of(y + "\n" + next), options, message);
    }

    private int importing(byte[] module, String... options) throws IOException {
        return importing("bare.pt", module, options);
    }

    private int importing(String name, byte[] module, String... options) throws IOException {
        Path file = Files.write(folder.resolve(name), module);
        List<String> arguments = new ArrayList<>(List.of("model", "import", file.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", folder.resolve("made").toString()));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
