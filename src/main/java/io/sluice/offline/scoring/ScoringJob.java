package io.sluice.offline.scoring;

import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.event.DeadLetterReason;
import io.sluice.model.Manifest;
import io.sluice.offline.Plural;
import io.sluice.offline.findings.RunFindings;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Scores a file with a model and writes the outcomes that were asked for. It needs no broker. */
public final class ScoringJob {
    private static final double NANOS = 1e9;
    private static final List<DeadLetterReason> OTHER_LAYOUT =
            List.of(DeadLetterReason.NO_CHANNEL, DeadLetterReason.NO_TEXT, DeadLetterReason.NO_ITEM);

    private final LoadedBundle bundle;
    private final ServingModel model;
    private final EngineSettings settings;
    private final List<OutcomeSink> sinks = new ArrayList<>();
    private final ScoringSummary summary;
    private final RunWarnings warnings;
    private @Nullable KeyPictures pictures;
    private boolean lateEvents;

    /**
     * Prepares a job that writes nothing yet.
     *
     * @param assumedKey the key that all events have because nothing says theirs; empty if something does
     */
    public ScoringJob(LoadedBundle bundle, ServingModel model, EngineSettings settings, Optional<String> assumedKey) {
        this.bundle = bundle;
        this.model = model;
        this.settings = settings;
        this.summary = new ScoringSummary(model.manifest());
        this.warnings = new RunWarnings(new RunFindings(model, input(), assumedKey));
        sinks.add(summary);
    }

    /** Returns true if at least one event was scored. */
    public boolean scoredAny() {
        return summary.events() > 0;
    }

    /**
     * Checks that at least one event was scored.
     *
     * @param file the name of the file
     * @throws RecordingException if none was; it says why
     */
    public void requireAny(String file) {
        if (!scoredAny()) {
            throw new RecordingException(file, "nothing was scored, because " + summary.emptiness());
        }
    }

    private Manifest.Input input() {
        return settings.events().layout().apply(model.manifest().input());
    }

    /** Writes predictions as lines of JSON, with the bytes that the pipeline writes. */
    public ScoringJob predictionLines(Writer out) {
        sinks.add(new PredictionLines(out));
        return this;
    }

    /** Writes predictions as CSV. */
    public ScoringJob predictionTable(Writer out, TextCells texts) throws IOException {
        sinks.add(new PredictionTable(model.manifest(), settings.rankingK(), texts, out));
        return this;
    }

    /** Writes dead letters as lines of JSON. */
    public ScoringJob deadLetters(Writer out) {
        sinks.add(new DeadLetterLines(out));
        return this;
    }

    /** Scores late events in the order of the file, as a pipeline does. Without this call, a late event is refused. */
    public ScoringJob lateEvents() {
        lateEvents = true;
        return this;
    }

    /**
     * Draws a picture of each key.
     *
     * @param target a file that ends in {@code .svg} for one key, or a folder, which is created
     * @throws ConfigException if the model gives nothing to draw
     */
    public ScoringJob pictures(Path target) {
        if (model.manifest().task() == Manifest.Task.RANKING) {
            throw new ConfigException("a picture shows scores or probabilities of labels, and model " + model.name()
                    + " ranks items; leave --plot out");
        }
        pictures = new KeyPictures(model, target);
        sinks.add(pictures);
        return this;
    }

    /**
     * Scores the rows of a file to the end.
     *
     * @param file the name of the file, which predictions name as the topic of their source
     * @param key the key of all events; null if each row has its own
     * @return the lines of a summary
     * @throws RecordingException if the file cannot be read further, or an event is late and {@link #lateEvents} was
     *     not called; the outcomes before it were written
     */
    public List<String> run(Recording recording, String file, @Nullable String key) throws IOException {
        long begun = System.nanoTime();
        LateEvents late = new LateEvents(file, warnings.findings().shared());
        List<OutcomeSink> ordered = new ArrayList<>(List.of(warnings, order(late)));
        ordered.addAll(sinks);
        SeveralSinks all = new SeveralSinks(ordered);
        try {
            new FileScoring(bundle, model, settings, file, key).score(recording, all);
        } catch (RecordingException e) {
            all.finish();
            if (summary.events() == 0) {
                throw e;
            }
            throw new RecordingException(e, Plural.format(summary.events(), "event") + " before it scored");
        }
        List<String> lines = new ArrayList<>(summary.lines(file, (System.nanoTime() - begun) / NANOS));
        lines.addAll(late.lines());
        Manifest manifest = model.manifest();
        if (manifest.task() == Manifest.Task.ANOMALY && summary.events() > 0) {
            boolean profile = manifest.scorer() == Manifest.ScorerKind.PROFILE;
            lines.addAll(summary.incidentLines(
                    profile ? "; --set sluice.scoring.silent.events=N changes their number" : ""));
        }
        if (summary.events() == 0 && OTHER_LAYOUT.stream().anyMatch(reason -> summary.has(reason.code()))) {
            lines.add(layoutHint());
        }
        lines.addAll(warnings.lines());
        if (pictures != null) {
            lines.add(pictures.line());
        }
        return lines;
    }

    /** Returns the sink that comes before those that write, so that none of them takes an event that is refused. */
    private PredictionSink order(LateEvents late) {
        return lateEvents ? late::count : late::require;
    }

    /** Returns the line for a file whose fields have other names. */
    private String layoutHint() {
        Manifest.Input input = input();
        String places = input.fields().stream()
                .map(field -> field.name() + " at " + field.pointer())
                .collect(Collectors.joining(", "));
        String name = input.fields().get(0).name();
        return "hint: the model reads " + places + ". If the file has other names, add --set sluice.event.field." + name
                + "=/NAME. The first row is " + summary.firstRow();
    }
}
