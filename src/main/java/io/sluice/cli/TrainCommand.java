package io.sluice.cli;

import io.sluice.cli.common.BrokerOptions;
import io.sluice.cli.common.OutputFile;
import io.sluice.cli.common.PlainProgress;
import io.sluice.cli.common.RecordingOptions;
import io.sluice.cli.common.StopSignal;
import io.sluice.cli.common.TerminalProgress;
import io.sluice.event.Timestamps;
import io.sluice.format.LayoutSettings;
import io.sluice.offline.training.Training;
import io.sluice.offline.training.TrainingData;
import io.sluice.offline.training.TrainingRequest;
import io.sluice.offline.training.loop.TrainingListener;
import io.sluice.offline.training.recipe.RecipeFile;
import io.sluice.offline.training.recipe.RecordedFile;
import io.sluice.offline.training.sensor.SensorRecipe;
import io.sluice.offline.training.text.TextRecipe;
import io.sluice.recording.EventFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice train}: trains a bundle from a recipe and data. */
@Command(
        name = "train",
        description = {
            "Train a bundle from a recipe. The recipes of the shipped models are models/NAME/recipe.properties.",
            "A recipe of sensors or texts also learns from a file of your own readings or labelled texts, as sluice"
                    + " replay reads it, or from a topic.",
            "Progress goes to stderr. After Ctrl-C, --resume continues the training."
        })
final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RECIPE", description = "A recipe.properties file.")
    private Path recipe = Path.of("");

    private static final class Data {
        @Option(
                names = "--data",
                paramLabel = "PATH",
                description = "The folder with the data of the recipe, or a file of your own readings or labelled"
                        + " texts: CSV with a header, or JSON lines.")
        private @Nullable Path path;

        @Option(
                names = "--topic",
                paramLabel = "TOPIC",
                description = "Learn from the committed records of a topic, in place of --data. A record that is not an"
                        + " event is left out and counted.")
        private @Nullable String topic;
    }

    private static final class TimeConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return Timestamps.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "it is '" + value + "', but must be ISO 8601, such as 2026-03-01T00:00:00Z"));
        }
    }

    @ArgGroup(multiplicity = "1")
    private Data data = new Data();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "With --topic: begin with the records of this time (ISO 8601). Default: with the oldest ones.")
    private @Nullable Long from;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private RecordingOptions events = new RecordingOptions();

    @Option(
            names = "--label",
            paramLabel = "FIELD",
            description = "For your own texts: the column, field or JSON pointer of the label. Default: label."
                    + " For a file of your own readings: the field that says whether a row is anomalous, as for"
                    + " evaluate; such rows are left out. Default: all rows count as normal.")
    private @Nullable String label;

    @Option(
            names = "--text",
            paramLabel = "FIELD",
            description = "For your own texts: the column, field or JSON pointer of the text, which the bundle keeps."
                    + " Default: text.")
    private @Nullable String text;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Override a key of the recipe, such as name=my-pumps or channels=celsius,bar; may be repeated.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the bundle; created if it does not exist.")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--resume", description = "Continue an interrupted run from its checkpoint below --out.")
    private boolean resume;

    @Option(
            names = "--cross-validate",
            paramLabel = "K",
            description = "Measure on K folds of the data first, then train on all data."
                    + " The model card shows the result.")
    private @Nullable Integer folds;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the course of the training as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--false-alerts-per-day",
            paramLabel = "X",
            description =
                    "Take the data as normal, and choose the score that opens incidents so that there are at most X"
                            + " incidents in a day of a key. For sensors with the scorer profile.")
    private @Nullable BigDecimal falseAlertsPerDay;

    @Override
    public void run() {
        requirePaths();
        try {
            train();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks all paths before the training. */
    private void requirePaths() {
        requireData();
        OutputFile.require(spec, "--report", report);
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ParameterException(spec.commandLine(), "--out " + out + " is a file; give a folder");
        }
        requireCreatable();
    }

    private void requireData() {
        events.requireConsistent();
        if (events.lines()) {
            throw new ParameterException(
                    spec.commandLine(), "--lines: training reads CSV or JSON lines; leave --lines out");
        }
        if (changes.containsKey("")) {
            throw new ParameterException(spec.commandLine(), "--set has no key; give KEY=VALUE");
        }
        if (falseAlertsPerDay != null && falseAlertsPerDay.signum() <= 0) {
            throw new ParameterException(
                    spec.commandLine(), "--false-alerts-per-day is " + falseAlertsPerDay + "; it must be above 0");
        }
        if (data.path != null) {
            requirePath(data.path);
        } else if (events.keyName() != null || !events.fields().strings().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--key and --string are for a file of readings; leave them out with --topic");
        }
    }

    private void requireFittingRecipe() throws IOException {
        if ((label == null && text == null) || recipeType().equals(TextRecipe.TYPE)) {
            return;
        }
        if (text != null || !recipeType().equals(SensorRecipe.TYPE)) {
            throw new ParameterException(
                    spec.commandLine(),
                    (text != null ? "--text is for labelled texts" : "--label is for labelled texts or readings")
                            + ", and " + recipe + " has recipe=" + recipeType() + "; leave it out");
        }
        if (data.path == null) {
            throw new ParameterException(
                    spec.commandLine(), "--label is for a file of readings; leave it out with --topic");
        }
    }

    private String recipeType() throws IOException {
        return RecipeFile.read(recipe).getOrDefault("recipe", "");
    }

    private void requirePath(Path path) {
        if (from != null) {
            throw new ParameterException(spec.commandLine(), "--from is for --topic; leave it out with --data");
        }
        if (!Files.exists(path)) {
            throw new ParameterException(
                    spec.commandLine(), "--data " + path + " does not exist; give a folder or a file of readings");
        }
        if (Files.isDirectory(path) && (label != null || text != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--data " + path + " is a folder; --label and --text are for a file of labelled texts or readings,"
                            + " CSV or JSON lines");
        }
        if (Files.isDirectory(path) && events.isUsed()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--data " + path + " is a folder, where each file is a key; --key, --key-field, --string,"
                            + " --timestamp and --timestamp-unit are for a file of readings");
        }
        if (out.toAbsolutePath().normalize().equals(path.toAbsolutePath().normalize())) {
            throw new ParameterException(
                    spec.commandLine(), "--out " + out + " is the folder of the data; give another folder");
        }
    }

    /**
     * Creates and deletes the first missing folder of the path, as a trial. The training creates it when it needs it.
     */
    private void requireCreatable() {
        Path missing = out.toAbsolutePath().normalize();
        Path parent = missing.getParent();
        while (parent != null && !Files.exists(parent)) {
            missing = parent;
            parent = missing.getParent();
        }
        try {
            if (!Files.exists(missing)) {
                Files.createDirectory(missing);
                Files.delete(missing);
            }
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--out " + out + " cannot be created in " + parent + "; give another folder",
                    e);
        }
    }

    private void train() throws IOException {
        requireFittingRecipe();
        CompletableFuture<Void> stop = StopSignal.requested();
        TrainingRequest request = new TrainingRequest(
                recipe,
                changes(),
                data(stop::isDone),
                out,
                seed,
                resume,
                folds == null ? 0 : folds,
                report,
                falseAlertsPerDay);
        try {
            Training.run(request, progress(), stop::isDone);
        } finally {
            StopSignal.release();
        }
    }

    /** Returns the changed keys of the recipe: those of --set, and those that other options stand for. */
    private Map<String, String> changes() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        events.settings(Map.of())
                .forEach((key, value) -> all.put(key.substring(LayoutSettings.PREFIX.length()), value));
        if (label != null && recipeType().equals(TextRecipe.TYPE)) {
            all.put("label.field", EventFields.pointer(label).toString());
        }
        if (text != null) {
            all.put("field.text", EventFields.pointer(text).toString());
        }
        all.putAll(changes);
        return all;
    }

    private TrainingData data(BooleanSupplier stop) throws IOException {
        if (data.topic != null) {
            return new TrainingData.Events(new TopicEvents(
                    broker.settings(), data.topic, from, events.fields().key(), stop));
        }
        Path path = Objects.requireNonNull(data.path, "picocli requires --data or --topic");
        events.requireFit(path);
        if (Files.isDirectory(path)) {
            return new TrainingData.Folder(path);
        }
        RecordedFile file = new RecordedFile(path, events.keyName(), events.fields());
        return new TrainingData.Events(
                label != null && recipeType().equals(SensorRecipe.TYPE) ? file.normalBy(label) : file);
    }

    private TrainingListener progress() {
        return TerminalProgress.isTerminal()
                ? new TerminalProgress(System.err)
                : new PlainProgress(spec.commandLine().getErr());
    }
}
