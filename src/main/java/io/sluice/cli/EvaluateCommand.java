package io.sluice.cli;

import io.sluice.cli.common.DeviceOption;
import io.sluice.cli.common.OutputFile;
import io.sluice.cli.common.PlainProgress;
import io.sluice.cli.common.TemporaryFolder;
import io.sluice.offline.evaluation.EvaluationFormat;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.KafkaRun;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.series.CrossValidationRequest;
import io.sluice.torch.TorchBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice evaluate}: measures the accuracy of a model on public data with the code of the pipeline. */
@Command(
        name = "evaluate",
        description = {
            "Score public data in its original layout, with the decoder, encoder, engine and scorer of the pipeline.",
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
            names = "--series",
            paramLabel = "NAME",
            split = ",",
            description = "For nab, telemanom, skab and tsb-ad with --report: the series in the picture"
                    + " FILE-series.svg. Separate several names by commas. Default: the format chooses.")
    private List<String> series = List.of();

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
        TorchBundle bundle = device.open(model);
        Report result = folds == null ? evaluate(chosen, bundle) : crossValidate(chosen, bundle, folds);
        if (report != null) {
            result.write(report);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(result.table());
        out.flush();
        return 0;
    }

    private Report evaluate(EvaluationFormat chosen, TorchBundle bundle) {
        return chosen.evaluate(
                new EvaluationRequest(
                        data, bundle.bundle().manifest(), column, baselineData, new PicturedSeries(series)),
                run(bundle));
    }

    private Report crossValidate(EvaluationFormat chosen, TorchBundle bundle, int folds) throws IOException {
        try (TemporaryFolder work = new TemporaryFolder("sluice-folds-")) {
            return chosen.crossValidate(
                    new CrossValidationRequest(model, data, folds, seed == null ? 1 : seed),
                    bundle.bundle().manifest(),
                    work.path(),
                    new PlainProgress(spec.commandLine().getErr()));
        }
    }

    private void requirePaths() {
        if (!Files.exists(data)) {
            throw new ParameterException(spec.commandLine(), "--data " + data + " does not exist");
        }
        if (baselineData != null && !Files.isRegularFile(baselineData)) {
            throw new ParameterException(spec.commandLine(), "--baseline-data " + baselineData + " is not a file");
        }
        OutputFile.require(spec, "--report", report);
        if (!series.isEmpty() && (report == null || folds != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--series " + String.join(",", series)
                            + (report == null
                                    ? " has no effect without --report FILE; add it"
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

    private EvaluationFormat evaluationFormat() {
        try {
            return EvaluationFormat.of(format);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--format: " + e.getMessage(), e);
        }
    }

    private ScoringRun run(TorchBundle bundle) {
        return through == null ? new OfflineRun(bundle) : new KafkaRun(bundle);
    }
}
