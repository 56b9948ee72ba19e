package io.sluice.cli;

import io.sluice.cli.common.DeviceOption;
import io.sluice.cli.common.EventFileOptions;
import io.sluice.cli.common.InputFile;
import io.sluice.cli.common.ModelSettings;
import io.sluice.cli.common.OptionRange;
import io.sluice.engine.ServingModel;
import io.sluice.format.LayoutSettings;
import io.sluice.offline.imports.EventResult;
import io.sluice.offline.imports.EventRun;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.recording.Recordings;
import io.sluice.torch.TorchBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
                    + " A reading in the wrong column shows there.",
            "An invalid bundle gives a one-line error message and exit code 2."
        })
final class ModelCheckCommand implements Runnable {
    private static final int MOST_EVENTS = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "The folder of the bundle, for example models/sensor-anomaly.")
    private Path directory = Path.of("");

    @Option(names = "--events", paramLabel = "FILE", description = "Events as JSON lines, or as CSV with a header.")
    private @Nullable Path events;

    @Mixin
    private EventFileOptions eventFile = new EventFileOptions();

    @Mixin
    private ModelSettings settings = new ModelSettings();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "5",
            description = "The number of events that are printed. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public void run() {
        requireArguments();
        LayoutSettings layout = settings.layout();
        TorchBundle bundle = device.open(directory);
        // throws for every bundle that sluice run would reject
        ServingModel serving = ServingModel.of(bundle.bundle(), bundle.tokenizer(), settings.scoring());
        BundleReport report = new BundleReport(spec.commandLine().getOut(), layout);
        report.print(bundle, directory);
        report.time(bundle);
        if (events != null) {
            show(events, bundle, new EventRun(serving, bundle.newStepModel(EventRun.ROWS), layout));
        }
    }

    private void requireArguments() {
        OptionRange.requireWithin(spec, "--limit", 1, MOST_EVENTS, limit);
        if (events != null) {
            InputFile.require(spec, events);
        } else if (eventFile.areGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--key-field, --timestamp, --timestamp-unit and --string need --events FILE");
        }
    }

    private void show(Path file, TorchBundle bundle, EventRun run) {
        List<EventResult> results;
        try (run) {
            results = results(file, run);
        }
        if (results.isEmpty()) {
            throw new RecordingException(
                    file.toString(), "the file has no events; give JSON lines, or CSV with a header");
        }
        new EventTable(spec.commandLine().getOut(), bundle.bundle().manifest().input(), results).print(file);
        if (results.stream().noneMatch(EventResult.Scored.class::isInstance)) {
            throw new RecordingException(
                    file.toString(), "the model can read none of the first events; the lines above have the reasons");
        }
    }

    private List<EventResult> results(Path file, EventRun run) {
        List<EventResult> results = new ArrayList<>();
        try (Recording recording = Recordings.open(file, eventFile.fields())) {
            for (RecordedEvent event = next(recording, results); event != null; event = next(recording, results)) {
                results.add(run.next(event));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return results;
    }

    private @Nullable RecordedEvent next(Recording recording, List<EventResult> results) throws IOException {
        return results.size() < limit ? recording.next() : null;
    }
}
