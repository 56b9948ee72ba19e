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
import io.sluice.offline.imports.EventResult;
import io.sluice.offline.imports.EventRun;
import io.sluice.recording.EventFields;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.torch.TorchBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
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
            "With --events, also print the first events of a file, the row that each one becomes, and its prediction."
                    + " A reading in the wrong column shows there, and so does a word that the tokenizer does not"
                    + " know.",
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
            description = "The number of events that are read and printed. Default: " + DEFAULT_EVENTS + ".")
    private @Nullable Integer limit;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        requireArguments();
        LayoutSettings layout = settings.layout(eventFile);
        TorchBundle bundle = device.open(directory);
        // throws for every bundle that sluice run would reject
        ServingModel serving = ServingModel.of(bundle.bundle(), bundle.tokenizer(), settings.scoring());
        BundleReport report = new BundleReport(spec.commandLine().getOut(), serving, layout);
        report.print(bundle, directory);
        report.time(bundle);
        if (events != null) {
            List<EventResult> results = show(events, bundle, serving, layout);
            report.warn(serving.warnings(outputs(results)));
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

    private List<EventResult> show(Path file, TorchBundle bundle, ServingModel serving, LayoutSettings layout)
            throws IOException {
        Manifest.Input input = serving.manifest().input();
        EventSettings settings = EventSettings.DEFAULTS.with(layout).with(eventFile.format());
        List<EventResult> results;
        try (EventRun run =
                new EventRun(serving, bundle.newStepModel(EventRun.ROWS), settings, eventFile.commonKey(file))) {
            results = results(file, eventFile.fields(layout, input), run);
        }
        if (results.isEmpty()) {
            throw new RecordingException(
                    file.toString(), "the file has no events; give JSON lines, or CSV with a header");
        }
        new EventTable(spec.commandLine().getOut(), input, results, tokens(bundle, settings.decoder(input, null)))
                .print(file);
        if (results.stream().noneMatch(EventResult.Scored.class::isInstance)) {
            throw new RecordingException(
                    file.toString(), "the model can read none of the first events; the lines above have the reasons");
        }
        return results;
    }

    private static Function<RecordedEvent, List<String>> tokens(TorchBundle bundle, EventDecoder decoder) {
        return bundle.tokenizer() == null
                ? event -> List.of()
                : new TokenLines(bundle.tokenizer(), bundle.bundle(), decoder)::of;
    }

    /** Returns the outputs y of each key, in the order of its events. */
    private static Collection<List<List<Float>>> outputs(List<EventResult> results) {
        return results.stream()
                .filter(EventResult.Scored.class::isInstance)
                .map(EventResult.Scored.class::cast)
                .collect(Collectors.groupingBy(
                        EventResult.Scored::key,
                        LinkedHashMap::new,
                        Collectors.mapping(EventResult.Scored::output, Collectors.toList())))
                .values();
    }

    private List<EventResult> results(Path file, EventFields fields, EventRun run) throws IOException {
        List<EventResult> results = new ArrayList<>();
        try (Recording recording = eventFile.open(file, fields)) {
            for (EventResult result = next(run, recording, results); result != null; result = next(run, recording, results)) {
                results.add(result);
            }
        }
        return results;
    }

    private @Nullable EventResult next(EventRun run, Recording recording, List<EventResult> results)
            throws IOException {
        return results.size() < (limit == null ? DEFAULT_EVENTS : limit) ? run.next(recording) : null;
    }
}
