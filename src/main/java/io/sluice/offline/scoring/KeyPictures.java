package io.sluice.offline.scoring;

import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import io.sluice.recording.RecordingException;
import io.sluice.score.ClassificationScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Draws a picture of each key: into one file for the only key, or into a folder. */
final class KeyPictures implements PredictionSink {
    static final String ENDING = ".svg";

    private static final int MOST_PICTURES = 500;

    private final ServingModel model;
    private final Path target;
    private final Map<String, KeyChart> charts = new LinkedHashMap<>();
    private final Set<String> others = new HashSet<>();

    KeyPictures(ServingModel model, Path target) {
        this.model = model;
        this.target = target;
    }

    /** Returns true if a path is that of a single picture. */
    static boolean isFile(Path target) {
        return target.toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** @throws RecordingException if the target is a file, and the event has a second key */
    @Override
    public void scored(ScoredEvent event) {
        KeyChart chart = charts.get(event.key());
        if (chart == null && charts.size() == MOST_PICTURES) {
            others.add(event.key());
            return;
        }
        if (chart == null) {
            requireRoom(event);
            chart = chart();
            charts.put(event.key(), chart);
        }
        chart.add(event);
    }

    private void requireRoom(ScoredEvent event) {
        if (isFile(target) && !charts.isEmpty()) {
            throw new RecordingException(
                    "--plot " + target,
                    "a file holds the picture of one key, but line " + event.line() + " has a second key, "
                            + event.key() + "; give a folder");
        }
    }

    private KeyChart chart() {
        Manifest manifest = model.manifest();
        return manifest.task() == Manifest.Task.CLASSIFICATION
                ? new LabelChart(new ClassificationScorer(manifest.outputNames(), manifest.scoring()).labels())
                : new AnomalyChart(manifest.channels(), model.openingScore());
    }

    @Override
    public void finish() throws IOException {
        if (isFile(target)) {
            for (KeyChart chart : charts.values()) {
                Files.write(target, chart.picture().svg());
            }
            return;
        }
        Files.createDirectories(target);
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, KeyChart> chart : charts.entrySet()) {
            Files.write(
                    target.resolve(name(chart.getKey(), names)),
                    chart.getValue().picture().svg());
        }
    }

    /** Returns a file name for a key that no other key has. */
    private static String name(String key, Set<String> taken) {
        // ASCII alone, because the locale of the JVM may have no other names of files
        String safe = key.replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^\\.", "_");
        String start = safe.length() <= 100 ? safe : safe.substring(0, 100);
        String name = start;
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = start + "-" + i;
        }
        return name + ENDING;
    }

    /** Returns the line of the summary. */
    String line() {
        return "pictures: " + charts.size() + " in " + target
                + (others.isEmpty()
                        ? ""
                        : "; " + others.size() + " more keys have none, because at most " + MOST_PICTURES
                                + " are drawn");
    }
}
