package io.sluice.score;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
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

    private Optional<String> slowStart(String name, int output, Collection<List<List<Float>>> keys) {
        List<List<List<Float>>> enough = keys.stream()
                .filter(key -> SlowStart.isVisible(key.size(), settings.settle()))
                .toList();
        List<SlowStart> starts = enough.stream()
                .map(key -> SlowStart.of(key.stream().map(y -> y.get(output)).toList(), settings.settle()))
                .flatMap(Optional::stream)
                .toList();
        if (2 * starts.size() <= enough.size()) {
            return Optional.empty();
        }
        SlowStart worst = Collections.max(starts, Comparator.comparing(SlowStart::ratio));
        String begin = name + " begins large: up to " + number(worst.largest()) + " in the first ";
        String harm = " The scorer tails would remember the first values, and later faults would hide behind them."
                + " Let the module return 0 until it has a forecast, or set sluice.scoring.settle.events to ";
        List<SlowStart> falling = starts.stream().filter(SlowStart::isFalling).toList();
        if (2 * falling.size() > starts.size()) {
            SlowStart longest = Collections.max(falling, Comparator.comparing(SlowStart::seen));
            return Optional.of(
                    begin + "events of a key, and it still falls after " + longest.seen() + "." + harm
                            + "the number of events that it needs; model check --events FILE with more events of a key finds it");
        }
        int events = SlowStart.events(starts);
        return Optional.of(begin + events + " events of a key, and most of the later ones are at most "
                + number(worst.later()) + "." + harm + events);
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
