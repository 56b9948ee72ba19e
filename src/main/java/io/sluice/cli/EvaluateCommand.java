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
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.series.CrossValidationRequest;
import io.sluice.torch.TorchBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice evaluate}: how right a model is on public data, through the pipeline's own code. */
@Command(
        name = "evaluate",
        description = {
            "Score public data in its original layout with the pipeline's own decoder, encoder, engine and scorer.",
            "A table on stdout; --report writes every figure with its definition and counts as JSON."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The bundle's folder.")
    private Path model = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "PATH", description = "The data's folder or file.")
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
            description = "Sessions that baselines learn from. Default: the training file beside the data.")
    private @Nullable Path baselineData;

    @Option(
            names = "--column",
            paramLabel = "COLUMN",
            description = "telemanom and skab: the column that a model of one channel is fed with. Default: column 0 of"
                    + " telemanom, the column of the channel's name in skab, or each where none has it.")
    private @Nullable String column;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where all figures are written as JSON; pictures (SVG) go beside it.")
    private @Nullable Path report;

    @Option(
            names = "--through",
            paramLabel = "kafka",
            description = "Take the events through a broker that is started for it; the figures are the same.")
    private @Nullable String through;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(
            names = "--cross-validate",
            paramLabel = "K",
            description =
                    "Judge the bundle's recipe: train it anew for each of K folds, and choose what is chosen on the"
                            + " other folds. For nab.")
    private @Nullable Integer folds;

    @Option(names = "--seed", paramLabel = "N", description = "Of the trainings of --cross-validate. Default: 1.")
    private @Nullable Long seed;

    /** For the help. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return EvaluationFormat.options().iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        requirePaths();
        EvaluationFormat chosen = chosen();
        TorchBundle bundle = device.open(model);
        Report found = folds == null ? evaluate(chosen, bundle) : crossValidate(chosen, bundle, folds);
        if (report != null) {
            found.write(report);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(found.table());
        out.flush();
        return 0;
    }

    private Report evaluate(EvaluationFormat chosen, TorchBundle bundle) {
        return chosen.evaluate(
                new EvaluationRequest(data, bundle.bundle().manifest(), column, baselineData), run(bundle));
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
            throw new ParameterException(spec.commandLine(), "--data " + data + ": there is no such file or folder");
        }
        if (baselineData != null && !Files.isRegularFile(baselineData)) {
            throw new ParameterException(
                    spec.commandLine(), "--baseline-data " + baselineData + ": there is no such file");
        }
        OutputFile.require(spec, "--report", report);
        if (seed != null && folds == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--seed " + seed + " is of --cross-validate K, which trains; all else is the same every time");
        }
        if (through != null && folds != null) {
            throw new ParameterException(
                    spec.commandLine(), "--through and --cross-validate: give one, folds are scored without a broker");
        }
        if (through != null && !through.equals("kafka")) {
            throw new ParameterException(
                    spec.commandLine(), "--through " + through + ": it is kafka, or left out to need no broker");
        }
    }

    private EvaluationFormat chosen() {
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
