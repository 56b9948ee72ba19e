package io.sluice.cli;

import io.sluice.cli.common.DeviceOption;
import io.sluice.cli.common.InputFile;
import io.sluice.cli.common.OutputFile;
import io.sluice.cli.common.Printable;
import io.sluice.cli.common.RecordingOptions;
import io.sluice.config.OfflineConfig;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.model.AllowedDigests;
import io.sluice.model.Manifest;
import io.sluice.offline.scoring.ScoringJob;
import io.sluice.offline.scoring.TextCells;
import io.sluice.recording.Recording;
import io.sluice.recording.Recordings;
import io.sluice.runtime.LoadedBundle;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice score}: scores the events of a file without a broker, with the code of the pipeline. */
@Command(
        name = "score",
        description = {
            "Score the events of a file with a model bundle, without a broker.",
            "The predictions are those that sluice run writes after sluice replay of the same file. They go to stdout"
                    + " as lines of JSON, or to --out. A summary goes to stderr.",
            "A row that cannot be scored is a dead letter: it is counted in the summary, and written to"
                    + " --dead-letters.",
            "If no row can be scored, the command says why, writes no --out, and ends with exit code 2.",
            "Without --key, --key-field and sluice.event.key, all rows have one key: the name of the file"
                    + " without its ending."
        },
        footer = {
            "",
            "From --config, the keys sluice.model*, sluice.device, sluice.event.*, sluice.scoring.*, sluice.output.raw,"
                    + " sluice.output.explain, sluice.ranking.* and sluice.batch.rows count. Other keys have no effect"
                    + " without a broker, and sluice.event.format has none, because the file says what it is. Keys"
                    + " do not expire."
        })
final class ScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "JSON lines, CSV with a header, or any text with --lines.")
    private Path file = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The folder of the bundle. Default: sluice.model of --config.")
    private @Nullable Path model;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The properties file of a pipeline, for the layout of events and the settings of the scorer.")
    private @Nullable Path properties;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a property, such as sluice.event.field.value=/temp_c; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private RecordingOptions events = new RecordingOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the predictions to a file: CSV if its name ends with .csv, else lines of JSON."
                    + " Default: lines of JSON on stdout.")
    private @Nullable Path out;

    @Option(
            names = "--spreadsheet",
            description = "With --out FILE.csv, for a spreadsheet: write an apostrophe before a key, label or item that"
                    + " begins with =, +, -, @, a tab or a line break and is no number, because a spreadsheet could"
                    + " take it for a formula. Default: texts stay as they are.")
    private boolean spreadsheet;

    @Option(
            names = "--dead-letters",
            paramLabel = "FILE",
            description = "Write the rows that cannot be scored to a file, with their reasons, as lines of JSON.")
    private @Nullable Path deadLetters;

    @Option(
            names = "--late-events",
            description = "Score events that are older than an event of their key before them, in the order of the"
                    + " file, as sluice run does. Default: the first such event ends the command, because the file is"
                    + " probably not sorted.")
    private boolean lateEvents;

    @Option(
            names = "--plot",
            paramLabel = "PATH",
            description = "Draw the readings, scores and incidents of each key, or the probabilities of its labels:"
                    + " FILE.svg for the only key, else a folder, which is created.")
    private @Nullable Path plot;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        requireArguments();
        OfflineConfig config =
                OfflineConfig.load(properties, System.getenv(), events.settings(settings), events.format());
        AllowedDigests allowed = AllowedDigests.of(config.modelSha256());
        LoadedBundle bundle = device.openOr(config.device(), folder(config), allowed);
        ServingModel serving = ServingModel.of(bundle.bundle(), bundle.tokenizer(), config.scoring());
        EngineSettings engine = config.engineSettings();
        requireRankings(config, serving, engine);
        config.missed().forEach(key -> tell("note: " + key + " has no effect without a broker"));
        ScoringJob job = new ScoringJob(bundle, serving, engine, assumedKey(config));
        try (Recording recording =
                events.open(file, events.fields(config, serving.manifest().input()))) {
            score(recording, job, commonKey(config)).forEach(this::tell);
        }
        job.requireAny(String.valueOf(file.getFileName()));
        return ExitCode.OK;
    }

    /** Scores the events, and returns the lines of a summary. Without a prediction, no file of predictions stays. */
    private List<String> score(Recording recording, ScoringJob job, @Nullable String key) throws IOException {
        try (Writer predictions = writer(out);
                Writer letters = writer(deadLetters)) {
            if (letters != null) {
                job.deadLetters(letters);
            }
            if (isTable() && predictions != null) {
                job.predictionTable(predictions, spreadsheet ? TextCells.FOR_SPREADSHEETS : TextCells.UNCHANGED);
            } else {
                job.predictionLines(predictions == null ? standardOutput() : predictions);
            }
            if (lateEvents) {
                job.lateEvents();
            }
            if (plot != null) {
                job.pictures(plot);
            }
            return job.run(recording, String.valueOf(file.getFileName()), key);
        } finally {
            if (out != null && !job.scoredAny() && Files.isRegularFile(out)) {
                Files.delete(out);
            }
        }
    }

    /** Returns standard output as a writer that fails if it cannot write, which a PrintWriter hides. */
    private Writer standardOutput() {
        PrintWriter console = spec.commandLine().getOut();
        return new FilterWriter(console) {
            @Override
            public void write(String text, int offset, int length) throws IOException {
                console.write(text, offset, length);
                requireWritten();
            }

            @Override
            public void flush() throws IOException {
                console.flush();
                requireWritten();
            }

            private void requireWritten() throws IOException {
                if (console.checkError()) {
                    throw new IOException("the predictions cannot be written to standard output; it is closed or full");
                }
            }
        };
    }

    private void requireArguments() {
        if (settings.containsKey("")) {
            throw new ParameterException(spec.commandLine(), "--set has no key; give KEY=VALUE");
        }
        events.requireConsistent();
        InputFile.require(spec, file);
        OutputFile.require(spec, "--out", out);
        OutputFile.require(spec, "--dead-letters", deadLetters);
        if (spreadsheet && !isTable()) {
            throw new ParameterException(
                    spec.commandLine(), "--spreadsheet is for a CSV; add --out FILE.csv, or leave it out");
        }
        requirePlot();
        OutputFile.requireOther(spec, "--out", out, file, deadLetters, properties);
        OutputFile.requireOther(spec, "--dead-letters", deadLetters, file, properties);
    }

    private void requirePlot() {
        if (plot == null || Files.isDirectory(plot)) {
            return;
        }
        if (Files.exists(plot) && !plot.toString().endsWith(".svg")) {
            throw new ParameterException(
                    spec.commandLine(), "--plot " + plot + " is a file; give a folder, or a file that ends in .svg");
        }
        OutputFile.require(spec, "--plot", plot);
        OutputFile.requireOther(spec, "--plot", plot, file, out, deadLetters, properties);
    }

    private Path folder(OfflineConfig config) {
        if (model != null) {
            return model;
        }
        if (config.model() == null) {
            throw new ParameterException(
                    spec.commandLine(), "no model; give --model DIR, or --config FILE with sluice.model");
        }
        return Path.of(config.model());
    }

    private static void requireRankings(OfflineConfig config, ServingModel serving, EngineSettings engine) {
        if (serving.manifest().task() != Manifest.Task.RANKING
                && !config.rankingKeys().isEmpty()) {
            throw new ConfigException(String.join(" and ", config.rankingKeys()) + ": model " + serving.name()
                    + " ranks no items; leave the keys out");
        }
        try {
            serving.scorer(engine);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    SluiceConfig.RANKING_K, engine.rankingK(), "model " + serving.name() + ": " + e.getMessage());
        }
    }

    /** Returns the key of all rows; null if each row has its own. */
    private @Nullable String commonKey(OfflineConfig config) {
        if (events.givesKey()) {
            return events.keyName();
        }
        return config.eventKey() != null && !events.lines() ? null : Recordings.keyOf(file);
    }

    /** Returns the key that all rows have because nothing says theirs; empty for lines, which have no fields. */
    private Optional<String> assumedKey(OfflineConfig config) {
        return config.eventKey() == null ? events.assumedKey(file) : Optional.empty();
    }

    private boolean isTable() {
        return out != null && out.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    private static @Nullable Writer writer(@Nullable Path target) throws IOException {
        return target == null ? null : Files.newBufferedWriter(target, StandardCharsets.UTF_8);
    }

    private void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Printable.of(line));
        err.flush();
    }
}
