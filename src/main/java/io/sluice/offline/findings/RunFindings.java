package io.sluice.offline.findings;

import io.sluice.engine.ServingModel;
import io.sluice.event.Event;
import io.sluice.event.NumericEvent;
import io.sluice.format.LayoutSettings;
import io.sluice.model.Manifest;
import io.sluice.score.AnomalyOutputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run of a model on events shows: a key that several machines may share, absent channels, bad forecasts, and
 * outputs that the scorer misunderstands.
 */
public final class RunFindings {
    /** The outputs of so many events are kept. */
    private static final int MOST_OUTPUTS = 10_000;

    private final ServingModel serving;
    private final AbsentChannels absent;
    private final Optional<SharedKey> shared;
    private final Optional<ForecastErrors> forecasts;
    private final Map<String, List<List<Float>>> outputs = new LinkedHashMap<>();
    private int kept;

    /**
     * Findings of no event yet.
     *
     * @param input what the model reads, with the places in these events
     * @param assumedKey the key that all events have because nothing says theirs; empty if something does
     */
    public RunFindings(ServingModel serving, Manifest.Input input, Optional<String> assumedKey) {
        this.serving = serving;
        this.absent = new AbsentChannels(input, LayoutSettings.PREFIX);
        this.shared = assumedKey.map(key -> new SharedKey(key, input));
        Manifest manifest = serving.manifest();
        this.forecasts = manifest.task() == Manifest.Task.ANOMALY
                ? Optional.of(new ForecastErrors(new AnomalyOutputs(manifest.outputNames(), manifest.channels())))
                : Optional.empty();
    }

    /**
     * Adds an event that was scored.
     *
     * @param value the event as it was read from its file
     * @param y the output of the model
     */
    public void add(String key, Event event, String value, List<Float> y) {
        absent.add(event, value);
        shared.ifPresent(
                one -> one.add(event.isTimed() ? OptionalLong.of(event.timestamp()) : OptionalLong.empty(), value));
        if (event instanceof NumericEvent readings) {
            forecasts.ifPresent(errors -> errors.add(key, readings, floats(y)));
        }
        if (kept < MOST_OUTPUTS) {
            kept++;
            outputs.computeIfAbsent(key, unused -> new ArrayList<>()).add(y);
        }
    }

    private static float[] floats(List<Float> y) {
        float[] floats = new float[y.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = y.get(i);
        }
        return floats;
    }

    /** Returns how good the forecasts of each channel are; empty if the model has none. */
    public List<String> forecasts() {
        return forecasts.map(ForecastErrors::lines).orElse(List.of());
    }

    /** Returns the key of all events, if nothing says theirs. */
    public Optional<SharedKey> shared() {
        return shared;
    }

    /** Returns the warnings, with what to do. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        shared.flatMap(SharedKey::warning).ifPresent(warnings::add);
        warnings.addAll(absent.warnings());
        forecasts.ifPresent(errors -> warnings.addAll(errors.warnings()));
        warnings.addAll(serving.warnings(outputs.values()));
        return warnings;
    }
}
