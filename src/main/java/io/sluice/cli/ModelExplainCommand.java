package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.common.Columns;
import io.sluice.cli.common.InputFile;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.score.SeenItems;
import io.sluice.torch.Explainer;
import io.sluice.torch.TorchBundle;
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

/** {@code sluice model explain}: steps a model over the events of a file, and tells what its gates did at each. */
@Command(
        name = "explain",
        description = {
            "Step a model over the events of a file, and tell what its gates did at each.",
            "A line an event: its line in the file, its key, and of each gate the mean over all units and a bar:"
                    + " replaced (which share of the state is new), past_used, or for an LSTM forgotten, written, shown;"
                    + " of attention, how much goes to the step before or, in a transformer, to this one.",
            "The last lines name the events that changed the memory most."
        })
final class ModelExplainCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TOLD = 5;
    /** What says how much of the memory is new, by the kinds of cell. */
    private static final Set<String> CHANGE = Set.of("replaced", "forgotten");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "DIR", description = "The bundle's folder.")
    private Path directory = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "Events as JSON lines, or CSV with a header.")
    private Path file = Path.of("");

    @Option(names = "--key-field", paramLabel = "COLUMN", description = "The column or JSON field with the key.")
    private @Nullable String keyField;

    /** What the gates did at an event. */
    private record Told(long line, String key, Map<String, Double> gates) {
        double change() {
            return gates.entrySet().stream()
                    .filter(gate -> CHANGE.contains(gate.getKey()))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
        }
    }

    @Override
    public void run() {
        InputFile.require(spec, file);
        TorchBundle bundle = TorchBundle.open(directory, "cpu");
        List<Told> told = new ArrayList<>();
        try (Explainer explainer = bundle.newExplainer();
                OfflineScoring scoring = scoring(bundle);
                Recording recording = Recording.open(file, keyField, Set.of())) {
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                told.addAll(explain(event, scoring, explainer));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        if (told.isEmpty()) {
            throw new RecordingException(
                    file.toString(),
                    "none of it is an event of this model; give JSON lines, or CSV with a header, as sluice replay takes");
        }
        summarise(told);
    }

    /** The pipeline itself makes the rows, and says with each prediction which row it fed. */
    private OfflineScoring scoring(TorchBundle bundle) {
        EngineSettings settings = EngineSettings.DEFAULTS.withRawOutput(true);
        if (bundle.bundle().manifest().task() == Manifest.Task.RANKING) {
            settings = settings.withRankings(1, SeenItems.KEEP); // every model that ranks can rank one item
        }
        return new OfflineScoring(
                ServingModel.of(bundle.bundle(), bundle.tokenizer()),
                bundle.newStepModel(settings.batchRows()),
                settings);
    }

    /** What is told of an event: one line, or none where it is malformed. */
    private List<Told> explain(RecordedEvent event, OfflineScoring scoring, Explainer explainer) {
        String key = event.key() == null ? "key" : event.key();
        List<Told> told = new ArrayList<>();
        scoring.poll(
                List.of(new ConsumerRecord<>("events", 0, event.line(), bytes(key), bytes(event.value()))),
                new OfflineScoring.Listener() {
                    @Override
                    public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
                        told.add(new Told(event.line(), key, means(gates(key, prediction, explainer))));
                    }

                    @Override
                    public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
                        line("%6d  %-16s  %s", event.line(), key, malformed.detail());
                    }
                });
        told.forEach(one -> line("%6d  %-16s  %s", one.line, one.key, gates(one)));
        return told;
    }

    private Map<String, List<Double>> gates(String key, byte[] prediction, Explainer explainer) {
        Map<String, List<Double>> gates = explainer.step(key, row(prediction));
        if (gates.isEmpty()) {
            throw new BundleException(
                    directory + ": its cell has no gates and attends to nothing, so there is nothing to"
                            + " explain; an RNN replaces all of its state at every step");
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
            throw new UncheckedIOException("a prediction is no JSON", e);
        }
    }

    /** Of each gate the mean of its units; of attention the newest step's part. */
    private static Map<String, Double> means(Map<String, List<Double>> gates) {
        return gates.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        gate -> gate.getKey().equals("attended")
                                ? gate.getValue().get(0)
                                : gate.getValue().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .average()
                                        .orElse(0)));
    }

    private static String gates(Told told) {
        return told.gates.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                .map(gate -> String.format(
                        Locale.ROOT, "%s %.3f %s", gate.getKey(), gate.getValue(), Columns.bar(gate.getValue())))
                .collect(Collectors.joining("  "));
    }

    private void summarise(List<Told> told) {
        if (told.stream().noneMatch(one -> one.change() > 0)) {
            return;
        }
        line("The memory changed most at");
        told.stream()
                .sorted(Comparator.comparingDouble(Told::change).reversed())
                .limit(TOLD)
                .forEach(one -> line("%6d  %-16s  %s", one.line, one.key, gates(one)));
    }

    private void line(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
