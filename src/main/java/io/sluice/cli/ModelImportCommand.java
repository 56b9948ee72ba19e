package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.common.InputFile;
import io.sluice.cli.common.ModelSettings;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.Printable;
import io.sluice.cli.common.RecordingOptions;
import io.sluice.engine.ServingModel;
import io.sluice.format.LayoutSettings;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.offline.findings.SharedKey;
import io.sluice.offline.imports.BundleFolder;
import io.sluice.offline.imports.ImportRequest;
import io.sluice.offline.imports.ModelImport;
import io.sluice.offline.imports.SampleEvents;
import io.sluice.recording.Recording;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice model import}: makes a bundle from a bare TorchScript or ONNX file. */
@Command(
        name = "import",
        description = {
            "Make a bundle from a TorchScript or ONNX file: run it to find the sizes of its rows, write manifest and"
                    + " golden vectors, and check the bundle as model check does.",
            "A TorchScript module has the method forward(x, state) -> (y, next state). Its state's size comes from its"
                    + " method initial_state(rows: int), or from --state.",
            "A file whose name ends in .onnx has the inputs x and state, and the outputs y and states.",
            "Give --channels for readings, --tokenizer for texts, or --vocabulary for items.",
            "A file that is no such model gives a one-line error message and exit code 2, and leaves nothing behind."
        })
final class ModelImportCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_TOKENS = 64;
    private static final int MOST_TOKENS = 8192;

    /** What the model reads from an event. */
    private static final class Reads {
        @Option(
                names = "--channels",
                split = ",",
                paramLabel = "NAME",
                description = "The channels of an event of readings, separated by commas.")
        private List<String> channels = List.of();

        @Option(
                names = "--tokenizer",
                paramLabel = "FILE",
                description = "The tokenizer.json of a model of texts, as Hugging Face's tokenizers write it.")
        private @Nullable Path tokenizer;

        @Option(
                names = "--vocabulary",
                paramLabel = "FILE",
                description = "The items of a model of items: one a line, in UTF-8; line n has the id n.")
        private @Nullable Path vocabulary;

        @Nullable
        Path file() {
            return tokenizer == null ? vocabulary : tokenizer;
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The file: TorchScript, written by torch.jit, or ONNX (.onnx).")
    private Path file = Path.of("");

    @Option(names = "--task", required = true, paramLabel = "TASK", description = "anomaly, classification or ranking.")
    private Manifest.Task task = Manifest.Task.ANOMALY;

    @ArgGroup(multiplicity = "1")
    private Reads reads = new Reads();

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "LABEL",
            description = "The labels of a classification, separated by commas, in the order of the logits.")
    private List<String> labels = List.of();

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "COLUMN",
            description = "The columns of a row x, separated by commas."
                    + " Default: each channel, then CHANNEL.missing for each, then gap.log_seconds.")
    private List<String> columns = List.of();

    @Option(
            names = "--tokens",
            paramLabel = "T",
            description = "The number of token ids in a row x."
                    + " Default: the length to which the tokenizer truncates, or " + DEFAULT_TOKENS + ".")
    private @Nullable Integer tokens;

    @Option(
            names = "--outputs",
            split = ",",
            paramLabel = "OUTPUT",
            description = "The names of the elements of y, separated by commas. Default: surprise, or surprise and"
                    + " expected.CHANNEL for each channel; logit.LABEL, then running.LABEL for each label; or K ids of"
                    + " items, then their K scores.")
    private List<String> outputs = List.of();

    @Option(
            names = "--state",
            paramLabel = "S",
            description = "The number of float32 in a key's state. Default: what initial_state(1) returns.")
    private @Nullable Integer state;

    @Option(
            names = "--scorer",
            paramLabel = "SCORER",
            description = "The scorer of an anomaly model: tails or profile.")
    private Manifest.@Nullable ScorerKind scorer;

    @Option(names = "--name", paramLabel = "NAME", description = "The name of the model. Default: that of the folder.")
    private @Nullable String name;

    @Option(
            names = "--model-version", // --version is that of Sluice, in all commands
            paramLabel = "VERSION",
            defaultValue = "1.0.0",
            description = "The version of the model. Default: ${DEFAULT-VALUE}.")
    private String version = "";

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Sample events: JSON lines, CSV with a header, or plain texts or items with --lines. Their"
                    + " rows become the golden vectors. Default: generated rows.")
    private @Nullable Path events;

    @Mixin
    private RecordingOptions eventFile = new RecordingOptions();

    @Mixin
    private ModelSettings settings = new ModelSettings();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The new folder of the bundle.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        requireArguments();
        BundleFolder folder = new BundleFolder(out);
        byte[] inputFile = reads.file() == null ? new byte[0] : bytes(reads.file());
        GoldenRows rows = write(folder, inputFile);
        report(LoadedBundle.open(out, "cpu"), rows);
        return ExitCode.OK;
    }

    /** Where the golden rows of a bundle are from, and a warning about it. */
    private record GoldenRows(String origin, Optional<String> warning) {}

    /** Writes the bundle. */
    private GoldenRows write(BundleFolder folder, byte[] inputFile) throws IOException {
        ImportRequest request = request(inputFile);
        if (events == null) {
            folder.write(new ModelImport(file, bytes(file), inputFile, request, null).bundle());
            return new GoldenRows("generated; give --events FILE to take those of your own events", Optional.empty());
        }
        try (Recording recording = eventFile.open(events, eventFile.fields(LayoutSettings.NONE, request.input()))) {
            Optional<SharedKey> shared = eventFile.assumedKey(events).map(key -> new SharedKey(key, request.input()));
            SampleEvents sample =
                    new SampleEvents(events, recording, eventFile.format(), eventFile.commonKey(events), shared);
            folder.write(new ModelImport(file, bytes(file), inputFile, request, sample).bundle());
            return new GoldenRows(
                    "from the events of " + events + sample.dropped(), shared.flatMap(SharedKey::warning));
        }
    }

    private void report(LoadedBundle bundle, GoldenRows rows) {
        // what model check does before it prints
        ServingModel serving = ServingModel.of(bundle.bundle(), bundle.tokenizer());
        BundleReport report = new BundleReport(spec.commandLine().getOut(), serving, LayoutSettings.NONE);
        report.line("imported", file + " to " + out);
        report.line("golden rows", rows.origin());
        rows.warning().map(Printable::inLine).ifPresent(warning -> report.warn(List.of(warning)));
        report.print(bundle, out);
        report.time(bundle);
    }

    private void requireArguments() throws IOException {
        InputFile.require(spec, file);
        Stream.of(events, reads.tokenizer, reads.vocabulary).forEach(this::requireReadable);
        eventFile.requireConsistent();
        if (events == null && eventFile.isUsed()) {
            throw refused(RecordingOptions.NAMES + " need --events FILE");
        }
        if (events != null) {
            eventFile.requireFit(events);
        }
        if (reads.channels.isEmpty() && !columns.isEmpty()) {
            throw refused("--columns needs --channels; a row of a text or an item holds ids");
        }
        if (reads.tokenizer == null && tokens != null) {
            throw refused("--tokens needs --tokenizer");
        }
        if (task != Manifest.Task.CLASSIFICATION && !labels.isEmpty()) {
            throw refused("--labels belongs to --task classification; the task is " + task.json());
        }
        if (state != null) {
            OptionRange.requireAtLeast(spec, "--state", 1, state);
        }
        if (tokens != null) {
            OptionRange.requireWithin(spec, "--tokens", 1, MOST_TOKENS, tokens);
        }
    }

    private void requireReadable(@Nullable Path given) {
        if (given != null) {
            InputFile.require(spec, given);
        }
    }

    private ParameterException refused(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    private static byte[] bytes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0) {
            throw new BundleException(file + " is empty; export the model again");
        }
        return bytes;
    }

    private ImportRequest request(byte[] inputFile) {
        return new ImportRequest(
                name == null ? String.valueOf(out.toAbsolutePath().normalize().getFileName()) : name,
                version,
                task,
                settings.layout(eventFile).apply(input(inputFile)),
                labels,
                outputs,
                state == null ? OptionalInt.empty() : OptionalInt.of(state),
                scorer,
                settings.scoring());
    }

    private Manifest.Input input(byte[] inputFile) {
        if (reads.tokenizer != null) {
            return new Manifest.Input.Text("tokenizer.json", tokens == null ? length(inputFile) : tokens);
        }
        if (reads.vocabulary != null) {
            return new Manifest.Input.Item("vocabulary.txt");
        }
        return new Manifest.Input.Numeric(
                reads.channels.stream().map(Manifest.Input.Field::new).toList(),
                columns.isEmpty() ? defaultColumns(reads.channels) : columns);
    }

    private static List<String> defaultColumns(List<String> channels) {
        return Stream.of(
                        channels.stream(),
                        channels.stream().map(channel -> channel + ".missing"),
                        Stream.of("gap.log_seconds"))
                .flatMap(part -> part)
                .toList();
    }

    /** Returns the length to which a tokenizer cuts. */
    private int length(byte[] tokenizer) {
        JsonNode json;
        try {
            json = JSON.readTree(tokenizer);
        } catch (IOException e) {
            throw new BundleException(
                    reads.tokenizer + " is not JSON; give a tokenizer.json that Hugging Face's tokenizers wrote", e);
        }
        int found = json.at("/truncation/max_length").asInt(DEFAULT_TOKENS);
        if (found < 1 || found > MOST_TOKENS) {
            throw new BundleException(reads.tokenizer + " truncates to " + found + " tokens; give a length of 1 to "
                    + MOST_TOKENS + " with --tokens");
        }
        return found;
    }
}
