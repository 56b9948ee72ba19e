package io.sluice.cli;

import io.sluice.cli.common.DeviceOption;
import io.sluice.cli.common.InputFile;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.OutputFile;
import io.sluice.cli.common.PlainProgress;
import io.sluice.cli.common.Printable;
import io.sluice.cli.common.RecordingOptions;
import io.sluice.cli.common.TemporaryFolder;
import io.sluice.config.OfflineConfig;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.format.LayoutSettings;
import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.EvaluationFormat;
import io.sluice.offline.evaluation.nab.CrossValidationRequest;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.KafkaRun;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice evaluate}: measures the accuracy of a model on labelled data with the code of the pipeline. */
@Command(
        name = "evaluate",
        description = {
            "Score labelled data with the decoder, encoder, engine and scorer of the pipeline: public data in its"
                    + " original layout, or your own with --format csv.",
            "The command prints a table. --report writes all metrics with their definitions and counts as JSON."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The folder of the bundle.")
    private Path model = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "PATH", description = "The folder or file with the data.")
    private Path data = Path.of("");

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            completionCandidates = Formats.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String format = "";

    @Option(
            names = "--baseline-data",
            paramLabel = "FILE",
            description = "Sessions for the training of the baselines."
                    + " Default: the training file in the folder of the data.")
    private @Nullable Path baselineData;

    @Option(
            names = "--column",
            paramLabel = "COLUMN",
            description = "For telemanom and skab: the column for a model with one channel."
                    + " Default: in telemanom column 0; in skab the column with the channel's name, or every"
                    + " column if no name matches.")
    private @Nullable String column;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write all metrics as JSON, and charts (SVG) into the same folder.")
    private @Nullable Path report;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write one HTML page with all tables and pictures. It needs no other file.")
    private @Nullable Path html;

    @Option(
            names = "--series",
            paramLabel = "NAME",
            split = ",",
            description = "For nab, telemanom, skab, tsb-ad and csv with --report or --html: the series in the picture"
                    + " FILE-series.svg. For csv, a series is a key. Separate several names by commas. Default:"
                    + " the format chooses.")
    private List<String> series = List.of();

    @Option(
            names = "--label",
            paramLabel = "FIELD",
            description = "For csv: the column, field or JSON pointer of the label. For readings it is 1, 0, true,"
                    + " false, t, f, yes, no, y or n; for texts it is a label of the model.")
    private @Nullable String label;

    @Option(
            names = "--incidents",
            paramLabel = "FILE",
            description = "For csv, in place of --label: the known incidents as CSV or JSON, with the fields key, from"
                    + " and to. Both times belong to the incident.")
    private @Nullable Path incidents;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "For csv: the number of first events of each key that are not scored. A dead letter is no event."
                            + " Default: those that the model does not judge (anomaly.judged).")
    private @Nullable Integer warmUp;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "For csv: the properties file of a pipeline, for the layout of events and the scorer.")
    private @Nullable Path properties;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "For csv: set a property, such as sluice.event.field.value=/temp_c; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private RecordingOptions events = new RecordingOptions();

    @Option(
            names = "--through",
            paramLabel = "kafka",
            description = "Send the events through an embedded broker. The metrics are the same.")
    private @Nullable String through;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(
            names = "--cross-validate",
            paramLabel = "K",
            description = "Evaluate the recipe of the bundle: train a model for each of K folds, and choose its"
                    + " constants and threshold on the other folds. Only for nab.")
    private @Nullable Integer folds;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the trainings of --cross-validate. Default: 1.")
    private @Nullable Long seed;

    /** Lists the formats for the help text. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return EvaluationFormat.options().iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        requirePaths();
        EvaluationFormat chosen = evaluationFormat();
        LoadedBundle bundle = device.open(model);
        Report result = folds == null ? evaluate(chosen, bundle) : crossValidate(chosen, bundle, folds);
        if (report != null) {
            result.write(report);
        }
        if (html != null) {
            result.writeHtml(html);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.of(result.table()));
        out.flush();
        return 0;
    }

    private Report evaluate(EvaluationFormat chosen, LoadedBundle bundle) {
        Manifest manifest = bundle.bundle().manifest();
        PicturedSeries pictured = new PicturedSeries(series);
        if (!describesOwnData()) {
            return chosen.evaluate(
                    new EvaluationRequest(data, manifest, column, baselineData, pictured),
                    through == null ? new OfflineRun(bundle) : new KafkaRun(bundle));
        }
        OfflineConfig config =
                OfflineConfig.load(properties, System.getenv(), events.settings(settings), events.format());
        ServingModel serving = ServingModel.of(bundle.bundle(), bundle.tokenizer(), config.scoring());
        OwnData own = new OwnData(
                events.fields(config, manifest.input()),
                events.keyName(),
                label,
                incidents,
                warmUp,
                config.engineSettings(),
                serving,
                config.keyedProperties());
        return chosen.evaluate(
                new EvaluationRequest(data, manifest, column, baselineData, pictured, own), run(bundle, config));
    }

    private boolean describesOwnData() {
        return label != null
                || incidents != null
                || warmUp != null
                || properties != null
                || !settings.isEmpty()
                || events.isUsed();
    }

    /**
     * Returns a run with the user's settings. Texts are written into the manifest's layout, so theirs does not count.
     * Predictions about readings carry the output of the model, which shows what the scorer would misunderstand.
     */
    private ScoringRun run(LoadedBundle bundle, OfflineConfig config) {
        boolean ownLayout = bundle.bundle().manifest().task() == Manifest.Task.ANOMALY;
        if (through == null) {
            return new OfflineRun(
                    bundle,
                    ownLayout ? config.engineSettings().withRawOutput(true) : EngineSettings.DEFAULTS,
                    config.scoring());
        }
        Map<String, String> keyed = new HashMap<>(config.keyedProperties());
        keyed.keySet().removeIf(key -> !ownLayout && LayoutSettings.isKey(LayoutSettings.PREFIX, key));
        if (ownLayout) {
            keyed.put(SluiceConfig.OUTPUT_RAW, "true");
        }
        return new KafkaRun(bundle, keyed);
    }

    private Report crossValidate(EvaluationFormat chosen, LoadedBundle bundle, int folds) throws IOException {
        try (TemporaryFolder work = new TemporaryFolder("sluice-folds-")) {
            return chosen.crossValidate(
                    new CrossValidationRequest(model, data, folds, seed == null ? 1 : seed),
                    bundle.bundle().manifest(),
                    work.path(),
                    new PlainProgress(spec.commandLine().getErr()));
        }
    }

    private void requirePaths() throws IOException {
        if (!Files.exists(data)) {
            throw new ParameterException(spec.commandLine(), "--data " + data + " does not exist");
        }
        if (baselineData != null && !Files.isRegularFile(baselineData)) {
            throw new ParameterException(spec.commandLine(), "--baseline-data " + baselineData + " is not a file");
        }
        requireOwnData();
        OutputFile.require(spec, "--report", report);
        OutputFile.require(spec, "--html", html);
        OutputFile.requireOther(spec, "--html", html, report, data, incidents, properties);
        OutputFile.requireOther(spec, "--report", report, data, incidents, properties);
        if (!series.isEmpty() && ((report == null && html == null) || folds != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--series " + String.join(",", series)
                            + (report == null && html == null
                                    ? " has no effect without --report FILE or --html FILE; add one of them"
                                    : " has no effect with --cross-validate; remove it"));
        }
        if (seed != null && folds == null) {
            throw new ParameterException(
                    spec.commandLine(), "--seed " + seed + " has no effect without --cross-validate K; remove it");
        }
        if (through != null && folds != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--through and --cross-validate exclude each other; folds are scored without a broker");
        }
        if (through != null && !through.equals("kafka")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--through is " + through + "; it must be kafka, or be left out to run without a broker");
        }
    }

    private void requireOwnData() throws IOException {
        events.requireConsistent();
        events.requireFit(data);
        if (events.lines()) {
            throw new ParameterException(
                    spec.commandLine(), "--lines: lines have no labels; give a CSV with a header, or JSON lines");
        }
        if (incidents != null) {
            InputFile.require(spec, incidents);
        }
        if (warmUp != null) {
            OptionRange.requireAtLeast(spec, "--warm-up", 0, warmUp);
        }
    }

    private EvaluationFormat evaluationFormat() {
        try {
            return EvaluationFormat.of(format);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--format: " + e.getMessage(), e);
        }
    }
}
