package io.sluice.score;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks in the outputs of an anomaly model for values that {@link AnomalyScorer} would misunderstand.
 *
 * <p>It neither judges a surprise below 0 nor learns from it. And it remembers the largest values of a key: if those of
 * a new key are large only because the model has no forecast yet, later faults hide behind them for thousands of
 * events.
 */
public final class TailWarnings {
    /** The number of events of a key from which its beginning and its end can be compared. */
    private static final int LEAST_EVENTS = 10;

    /** The first values are large beside the later ones if they are so many times as large. */
    private static final float LARGE = 3;

    private final AnomalyOutputs outputs;
    private final AnomalySettings settings;

    /** @param scoring the settings of the scorer */
    public TailWarnings(AnomalyOutputs outputs, Map<String, Double> scoring) {
        this.outputs = outputs;
        this.settings = AnomalySettings.of(scoring);
    }

    /**
     * Returns a warning for each kind of value that the scorer would misunderstand, with what to do.
     *
     * @param keys for each key, the outputs y of its events from the first one on
     */
    public List<String> of(Collection<List<List<Float>>> keys) {
        List<String> warnings = new ArrayList<>();
        if (settings.surpriseWeight() > 0) {
            below0(keys).ifPresent(warnings::add);
            slowStart("surprise", outputs.surpriseOutput(), keys).ifPresent(warnings::add);
        }
        for (AnomalyOutputs.Deviation deviation : outputs.deviations()) {
            String name = "deviation." + deviation.kind();
            String channel =
                    deviation.channel() < 0 ? "" : "." + outputs.channelNames().get(deviation.channel());
            slowStart(name + channel, deviation.output(), keys).ifPresent(warnings::add);
        }
        return warnings;
    }

    private Optional<String> below0(Collection<List<List<Float>>> keys) {
        List<Float> surprises = keys.stream()
                .flatMap(List::stream)
                .map(y -> y.get(outputs.surpriseOutput()))
                .toList();
        List<Float> below = surprises.stream().filter(surprise -> surprise < 0).toList();
        if (below.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(below.size() + " of " + surprises.size() + " surprises are below 0, down to "
                + number(below.stream().min(Float::compare).orElseThrow())
                + "; the scorer tails neither judges them nor learns from them. Let the module return at least 0, such"
                + " as the distance from its forecast; a negative log-likelihood can be below 0");
    }

    /** The first events of a key after which an output becomes much smaller. */
    private record Start(int events, float largest, float later) {}

    private Optional<String> slowStart(String name, int output, Collection<List<List<Float>>> keys) {
        List<List<List<Float>>> enough =
                keys.stream().filter(key -> key.size() >= LEAST_EVENTS).toList();
        List<Start> starts = enough.stream()
                .map(key -> start(key.stream().map(y -> y.get(output)).toList()))
                .flatMap(Optional::stream)
                .toList();
        if (2 * starts.size() <= enough.size()) {
            return Optional.empty();
        }
        Start worst = starts.get(0);
        int events = 0;
        for (Start start : starts) {
            worst = start.largest / start.later > worst.largest / worst.later ? start : worst;
            events = Math.max(events, start.events);
        }
        return Optional.of(name + " begins large: up to " + number(worst.largest) + " in the first " + events
                + " events of a key, and at most " + number(worst.later) + " later. The scorer tails would remember the"
                + " first values, and later faults would hide behind them. Let the module return 0 until it has a"
                + " forecast, or set scoring.settle.events to " + events);
    }

    /** Returns the large values at the beginning of a key, without the first event, which always counts as 0. */
    private Optional<Start> start(List<Float> values) {
        int half = values.size() / 2;
        float later =
                values.subList(half, values.size()).stream().max(Float::compare).orElseThrow();
        float largest = 0;
        int events = 0;
        for (int i = Math.max(1, settings.settle()); i < half; i++) {
            if (values.get(i) > LARGE * later) {
                largest = Math.max(largest, values.get(i));
                events = i + 1;
            }
        }
        return events == 0 || later <= 0 ? Optional.empty() : Optional.of(new Start(events, largest, later));
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
