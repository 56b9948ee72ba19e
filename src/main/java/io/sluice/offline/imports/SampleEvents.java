package io.sluice.offline.imports;

import io.sluice.engine.ServingModel;
import io.sluice.format.EventFormat;
import io.sluice.format.EventSettings;
import io.sluice.format.LayoutSettings;
import io.sluice.model.BundleException;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.StepModel;
import io.sluice.offline.Plural;
import io.sluice.offline.findings.AbsentChannels;
import io.sluice.offline.findings.SharedKey;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file of sample events, as the pipeline makes them. Golden vectors need several sequences of rows, so
 * the rows of a key are cut into pieces. All keys give their first piece before one gives its second.
 */
public final class SampleEvents {
    private static final int MOST_EVENTS = 2000;
    private static final int MOST_PIECES = 8;
    private static final int PIECE = GoldenVectors.MINIMUM_STEPS;

    private final Path file;
    private final Recording recording;
    private final EventFormat format;
    private final @Nullable String key;
    private final Optional<SharedKey> sharedKey;
    private @Nullable String firstDropped;
    private int dropped;

    /**
     * The events of a file.
     *
     * @param file the file, in messages
     * @param recording its events, which the caller closes
     * @param format the format of the events
     * @param key the key of all events; null if each has its own
     * @param sharedKey the same key if nothing says the key of an event
     */
    public SampleEvents(
            Path file, Recording recording, EventFormat format, @Nullable String key, Optional<SharedKey> sharedKey) {
        this.file = file;
        this.recording = recording;
        this.format = format;
        this.key = key;
        this.sharedKey = sharedKey;
    }

    /** Makes a run that reads these events. */
    EventRun run(ServingModel serving, StepModel model) {
        return new EventRun(serving, model, EventSettings.DEFAULTS.with(format), key);
    }

    /**
     * Runs the first events of the file, and returns the rows of each piece by its name.
     *
     * @param input the channels of the events
     * @throws RecordingException if the model can read too few of them, or if they have not all channels
     * @throws BundleException if the model fails on one of them, or gives a number that is not finite
     */
    Map<String, List<List<Float>>> rows(EventRun run, Manifest.Input input) throws IOException {
        Map<String, List<List<Float>>> keys = new LinkedHashMap<>();
        AbsentChannels absent = new AbsentChannels(input, LayoutSettings.PREFIX);
        EventResult result = run.next(recording);
        for (int count = 1; result != null; count++) {
            if (result instanceof EventResult.Scored scored) {
                absent.add(scored.read(), scored.event().value());
                sharedKey.ifPresent(shared ->
                        shared.add(scored.event().time(), scored.event().value()));
                keys.computeIfAbsent(scored.key(), unused -> new ArrayList<>()).add(scored.row());
            } else {
                drop((EventResult.Rejected) result);
            }
            result = count == MOST_EVENTS ? null : run.next(recording);
        }
        Optional<String> refusal = absent.refusal();
        if (refusal.isPresent()) {
            throw new RecordingException(file.toString(), refusal.get());
        }
        Map<String, List<List<Float>>> pieces = pieces(keys);
        requireEnough(keys, pieces);
        return pieces;
    }

    private void drop(EventResult.Rejected rejected) {
        if (rejected.isFaultOfModel()) {
            throw new BundleException(file + ", line " + rejected.event().line() + ": " + rejected.detail());
        }
        dropped++;
        if (firstDropped == null) {
            firstDropped = "line " + rejected.event().line() + " is the dead letter " + rejected.reason() + ": "
                    + rejected.detail();
        }
    }

    /** Returns how many events could not be read, with the first reason; empty if all could. */
    public String dropped() {
        return dropped == 0 ? "" : "; " + Plural.format(dropped, "event") + " could not be read: " + firstDropped;
    }

    private static Map<String, List<List<Float>>> pieces(Map<String, List<List<Float>>> keys) {
        Map<String, List<List<Float>>> pieces = new LinkedHashMap<>();
        int longest = keys.values().stream().mapToInt(List::size).max().orElse(0);
        for (int from = 0; from + PIECE <= longest; from += PIECE) {
            for (Map.Entry<String, List<List<Float>>> key : keys.entrySet()) {
                if (from + PIECE <= key.getValue().size() && pieces.size() < MOST_PIECES) {
                    pieces.put(
                            from == 0 ? key.getKey() : key.getKey() + ", from row " + (from + 1),
                            key.getValue().subList(from, from + PIECE));
                }
            }
        }
        return pieces;
    }

    private void requireEnough(Map<String, List<List<Float>>> keys, Map<String, List<List<Float>>> pieces) {
        if (pieces.size() < GoldenVectors.MINIMUM_KEYS) {
            int rows = keys.values().stream().mapToInt(List::size).sum();
            throw new RecordingException(
                    file.toString(),
                    "the model can read " + Plural.format(rows, "event") + " of " + Plural.format(keys.size(), "key")
                            + ", which give "
                            + Plural.format(pieces.size(), "sequence") + " of " + PIECE + " rows; golden vectors need "
                            + GoldenVectors.MINIMUM_KEYS + " sequences (60 events of one key are enough)"
                            + (firstDropped == null ? "" : "; " + firstDropped));
        }
    }
}
