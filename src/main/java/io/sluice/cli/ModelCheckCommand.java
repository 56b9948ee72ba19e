package io.sluice.cli;

import io.sluice.cli.common.DeviceOption;
import io.sluice.cli.common.InputFile;
import io.sluice.cli.common.ModelSettings;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.RecordingOptions;
import io.sluice.engine.ServingModel;
import io.sluice.format.EventDecoder;
import io.sluice.format.EventSettings;
import io.sluice.format.LayoutSettings;
import io.sluice.model.Manifest;
import io.sluice.offline.findings.RunFindings;
import io.sluice.offline.imports.EventRun;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice model check}: loads a bundle as the pipeline does, and prints its contract and its speed. */
@Command(
        name = "check",
        description = {
            "Load a bundle, run its golden vectors, and print its contract and the time of a step.",
            "With --events, also run the model on up to 10,000 events of a file. Print the first of them, the row that"
                    + " each one becomes, and its prediction; then what the run shows: how good the forecasts are, and"
                    + " warnings. A reading in the wrong column shows there, and so does a word that the tokenizer does"
                    + " not know.",
            "Without --key and --key-field, all events have one key: the name of the file without its ending.",
            "An invalid bundle gives a one-line error message and exit code 2."
        })
final class ModelCheckCommand implements Callable<Integer> {
    private static final int DEFAULT_EVENTS = 5;
    private static final int MOST_EVENTS = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "The folder of the bundle, for example models/sensor-anomaly.")
    private Path directory = Path.of("");

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Events as JSON lines, as CSV with a header, or as plain texts or items with --lines.")
    private @Nullable Path events;

    @Mixin
    private RecordingOptions eventFile = new RecordingOptions();

    @Mixin
    private ModelSettings settings = new ModelSettings();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The number of events that are printed. Default: " + DEFAULT_EVENTS + ".")
    private @Nullable Integer limit;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        requireArguments();
        LayoutSettings layout = settings.layout(eventFile);
        LoadedBundle bundle = device.open(directory);
        // throws for every bundle that sluice run would reject
        ServingModel serving = ServingModel.of(bundle.bundle(), bundle.tokenizer(), settings.scoring());
        BundleReport report = new BundleReport(spec.commandLine().getOut(), serving, layout);
        report.print(bundle, directory);
        report.time(bundle);
        if (events != null) {
            show(events, bundle, serving, layout).print(report);
        }
        return ExitCode.OK;
    }

    private void requireArguments() throws IOException {
        eventFile.requireConsistent();
        if (limit != null) {
            OptionRange.requireWithin(spec, "--limit", 1, MOST_EVENTS, limit);
        }
        if (events != null) {
            InputFile.require(spec, events);
            eventFile.requireFit(events);
        } else if (limit != null || eventFile.isUsed()) {
            throw new ParameterException(
                    spec.commandLine(),
                    (limit != null ? "--limit needs" : RecordingOptions.NAMES + " need") + " --events FILE");
        }
    }

    private CheckedEvents show(Path file, LoadedBundle bundle, ServingModel serving, LayoutSettings layout)
            throws IOException {
        Manifest.Input input = serving.manifest().input();
        EventSettings settings = EventSettings.DEFAULTS.with(layout).with(eventFile.format());
        CheckedEvents checked = new CheckedEvents(
                new RunFindings(serving, layout.apply(input), eventFile.assumedKey(file)),
                limit == null ? DEFAULT_EVENTS : limit);
        try (EventRun run =
                        new EventRun(serving, bundle.newStepModel(EventRun.ROWS), settings, eventFile.commonKey(file));
                Recording recording = eventFile.open(file, eventFile.fields(layout, input))) {
            checked.read(run, recording);
        }
        if (checked.first().isEmpty()) {
            throw new RecordingException(
                    file.toString(), "the file has no events; give JSON lines, or CSV with a header");
        }
        new EventTable(
                        spec.commandLine().getOut(),
                        input,
                        checked.first(),
                        tokens(bundle, settings.decoder(input, null)))
                .print(file);
        if (!checked.hasScored()) {
            throw new RecordingException(
                    file.toString(), "the model can read none of the events; the lines above have the reasons");
        }
        return checked;
    }

    private static Function<RecordedEvent, List<String>> tokens(LoadedBundle bundle, EventDecoder decoder) {
        return bundle.tokenizer() == null
                ? event -> List.of()
                : new TokenLines(bundle.tokenizer(), bundle.bundle(), decoder)::of;
    }
}
