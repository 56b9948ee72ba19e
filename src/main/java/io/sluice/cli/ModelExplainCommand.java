package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.common.Columns;
import io.sluice.cli.common.InputFile;
import io.sluice.cli.common.Printable;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.recording.EventFields;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.recording.Recordings;
import io.sluice.runtime.LoadedBundle;
import io.sluice.score.SeenItems;
import io.sluice.torch.Explainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice model explain}: runs a model over the events of a file, and prints its gates at each event. */
@Command(
        name = "explain",
        description = {
            "Run a model over the events of a file, and print the values of its gates at each event.",
            "Each line shows the event's line in the file, its key, and the mean of each gate over all units."
                    + " A GRU has the gates replaced (the new share of the state) and past_used. An LSTM has forgotten,"
                    + " written and shown. attended is the share of attention on the previous step or, in a"
                    + " transformer, on the current step.",
            "The last lines list the events that changed the memory most."
        })
final class ModelExplainCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LISTED = 5;
    /** The gates of all cells that show the changed share of the memory. */
    private static final Set<String> CHANGE_GATES = Set.of("replaced", "forgotten");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the bundle.")
    private Path directory = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "Events as JSON lines, or as CSV with a header.")
    private Path file = Path.of("");

    @Option(names = "--key-field", paramLabel = "COLUMN", description = "The CSV column or JSON field with the key.")
    private @Nullable String keyField;

    /**
     * The gates of a model at one event.
     *
     * @param line the event's line in the file
     * @param gates the mean value of each gate, by its name
     */
    private record ExplainedEvent(long line, String key, Map<String, Double> gates) {
        double change() {
            return gates.entrySet().stream()
                    .filter(gate -> CHANGE_GATES.contains(gate.getKey()))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
        }
    }

    @Override
    public void run() {
        InputFile.require(spec, file);
        LoadedBundle bundle = LoadedBundle.open(directory, "cpu");
        List<ExplainedEvent> explained = new ArrayList<>();
        try (Explainer explainer = bundle.newExplainer();
                OfflineScoring scoring = scoring(bundle);
                Recording recording = Recordings.open(file, EventFields.DEFAULT.withKey(keyField))) {
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                explained.addAll(explain(event, scoring, explainer));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        if (explained.isEmpty()) {
            throw new RecordingException(
                    file.toString(),
                    "the file has no event that this model can read; give JSON lines, or CSV with a header");
        }
        summarise(explained);
    }

    /** Creates a pipeline without a broker. Its predictions contain the row that it passed to the model. */
    private OfflineScoring scoring(LoadedBundle bundle) {
        EngineSettings settings = EngineSettings.DEFAULTS.withRawOutput(true);
        if (bundle.bundle().manifest().task() == Manifest.Task.RANKING) {
            settings = settings.withRankings(1, SeenItems.KEEP); // every model that ranks can rank one item
        }
        return new OfflineScoring(
                ServingModel.of(bundle.bundle(), bundle.tokenizer()),
                bundle.newStepModel(settings.batchRows()),
                settings);
    }

    /** Prints the line of an event, and returns its gates; the list is empty if the event is malformed. */
    private List<ExplainedEvent> explain(RecordedEvent event, OfflineScoring scoring, Explainer explainer) {
        String key = event.key() == null ? "key" : event.key();
        List<ExplainedEvent> explained = new ArrayList<>();
        scoring.poll(
                List.of(new ConsumerRecord<>("events", 0, event.line(), bytes(key), bytes(event.value()))),
                new OfflineScoring.Listener() {
                    @Override
                    public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
                        explained.add(new ExplainedEvent(
                                event.line(), key, Explainer.means(gates(key, prediction, explainer))));
                    }

                    @Override
                    public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
                        line("%6d  %-16s  %s", event.line(), key, malformed.detail());
                    }
                });
        explained.forEach(this::print);
        return explained;
    }

    private Map<String, List<Double>> gates(String key, byte[] prediction, Explainer explainer) {
        Map<String, List<Double>> gates = explainer.step(key, row(prediction));
        if (gates.isEmpty()) {
            throw new BundleException(
                    "model " + directory + ": the cell has no gates and no attention, so there is nothing to explain;"
                            + " an RNN replaces its whole state at every step");
        }
        return gates;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static double[] row(byte[] prediction) {
        try {
            return StreamSupport.stream(JSON.readTree(prediction).path("input").spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction is not JSON", e);
        }
    }

    private static String gates(ExplainedEvent event) {
        return event.gates.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                .map(gate -> String.format(
                        Locale.ROOT, "%s %.3f %s", gate.getKey(), gate.getValue(), Columns.bar(gate.getValue())))
                .collect(Collectors.joining("  "));
    }

    private void summarise(List<ExplainedEvent> explained) {
        if (explained.stream().noneMatch(event -> event.change() > 0)) {
            return;
        }
        line("Largest changes of the memory:");
        explained.stream()
                .sorted(Comparator.comparingDouble(ExplainedEvent::change).reversed())
                .limit(LISTED)
                .forEach(this::print);
    }

    private void print(ExplainedEvent event) {
        line("%6d  %-16s  %s", event.line, event.key, gates(event));
    }

    private void line(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.of(String.format(Locale.ROOT, format, values)));
        out.flush();
    }
}
