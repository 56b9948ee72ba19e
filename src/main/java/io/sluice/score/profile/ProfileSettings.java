package io.sluice.score.profile;

import io.sluice.model.BundleException;
import io.sluice.score.AnomalyOutputs;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings of a {@link ProfileScorer}, from the manifest's {@code scoring}.
 *
 * @param silentEvents the number of a key's first events that score 0
 * @param open the quick score that opens an incident
 * @param close the quick score below which an event is calm
 * @param quiet the number of calm events in a row that closes an incident
 * @param readingWeight the weight of the squared distances of the five features of the readings
 * @param repeatWeight the weight of the rarity of a repeated reading
 * @param forecastWeight the weight of the squared distance of the error of the model's forecast
 * @param deviationWeight the weight of the squared distance of each deviation of the model
 * @param deviationWeights the weights of single kinds of deviation, in place of {@code deviationWeight}
 */
public record ProfileSettings(
        int silentEvents,
        float open,
        float close,
        int quiet,
        double readingWeight,
        double repeatWeight,
        double forecastWeight,
        double deviationWeight,
        Map<String, Double> deviationWeights) {
    /** The largest value of {@code false.alerts}. */
    public static final double MOST_FALSE_ALERTS = AlertThreshold.MOST;

    private static final String OPEN = "open";
    private static final String CLOSE = "close";

    /** The settings that say when an incident opens. One of them is enough. */
    private static final List<String> THRESHOLDS = List.of(OPEN, AlertRate.IN_1000_EVENTS, AlertRate.A_DAY);

    /** The names of the settings in the manifest, without the weights of single kinds of deviation. */
    private static final SortedSet<String> NAMES = Collections.unmodifiableSortedSet(new TreeSet<>(List.of(
            "silent.events",
            OPEN,
            AlertRate.IN_1000_EVENTS,
            AlertRate.A_DAY,
            AlertRate.EVENTS_A_DAY,
            CLOSE,
            "quiet",
            "reading.weight",
            "repeat.weight",
            "forecast.weight",
            "deviation.weight")));

    private static final String DEVIATION = "deviation.";
    private static final String WEIGHT = ".weight";
    private static final double MOST_WEIGHT = 100;

    /** Hardly any average has a greater score, so no incident would open. */
    private static final float MOST_OPEN = 0.95f;

    public ProfileSettings {
        if (silentEvents < 0) {
            throw new BundleException("scoring says silent.events " + silentEvents + "; it must be at least 0");
        }
        if (!(0 < close && close <= open && open <= MOST_OPEN) || quiet < 1) {
            throw new BundleException("scoring says open " + open + ", close " + close + ", quiet " + quiet
                    + "; set 0 < close <= open <= " + MOST_OPEN + " and quiet >= 1");
        }
        requireWeight("reading.weight", readingWeight);
        requireWeight("repeat.weight", repeatWeight);
        requireWeight("forecast.weight", forecastWeight);
        requireWeight("deviation.weight", deviationWeight);
        deviationWeights.forEach((kind, weight) -> requireWeight(weightOf(kind), weight));
        deviationWeights = Map.copyOf(deviationWeights);
    }

    /** Returns the name of the setting that holds the weight of a kind of deviation. */
    private static String weightOf(String kind) {
        return DEVIATION + kind + WEIGHT;
    }

    /** Returns the weight of a kind of deviation. */
    double weight(String kind) {
        return deviationWeights.getOrDefault(kind, deviationWeight);
    }

    private static void requireWeight(String name, double weight) {
        if (!(0 <= weight && weight <= MOST_WEIGHT)) {
            throw new BundleException("scoring says " + name + " " + weight + "; it must be from 0 to 100");
        }
    }

    /** Returns the names of all settings that a model with these outputs has. */
    public static SortedSet<String> names(AnomalyOutputs outputs) {
        SortedSet<String> names = new TreeSet<>(NAMES);
        outputs.deviations().forEach(deviation -> names.add(weightOf(deviation.kind())));
        return names;
    }

    /**
     * Returns the settings of a manifest that other settings replace, although they have other names: one threshold
     * replaces another, and the score {@code close} that belongs to it.
     *
     * @param own the names of the settings that count more than the manifest's
     */
    public static Set<String> replacedBy(Set<String> own) {
        if (own.contains(OPEN) || own.contains(AlertRate.IN_1000_EVENTS)) {
            return Set.of(OPEN, CLOSE, AlertRate.IN_1000_EVENTS, AlertRate.A_DAY, AlertRate.EVENTS_A_DAY);
        }
        return own.contains(AlertRate.A_DAY) || own.contains(AlertRate.EVENTS_A_DAY)
                ? Set.of(OPEN, CLOSE, AlertRate.IN_1000_EVENTS)
                : Set.of();
    }

    /**
     * Reads the settings of a manifest; a missing one has its default.
     *
     * @param channels the number of channels of the model, at least 1
     * @throws BundleException if a setting is out of range, more than one says when an incident opens, or none does and
     *     the weights are not those of the table of false alerts
     */
    public static ProfileSettings of(Map<String, Double> scoring, int channels) {
        requireOneThreshold(scoring);
        double open = scoring.containsKey(OPEN) ? scoring.get(OPEN) : open(scoring, channels);
        return new ProfileSettings(
                scoring.getOrDefault("silent.events", 500.0).intValue(),
                (float) open,
                scoring.getOrDefault(CLOSE, AlertThreshold.close(open)).floatValue(),
                scoring.getOrDefault("quiet", 10.0).intValue(),
                scoring.getOrDefault("reading.weight", 1.0),
                scoring.getOrDefault("repeat.weight", 5.0),
                scoring.getOrDefault("forecast.weight", 1.0),
                scoring.getOrDefault("deviation.weight", 0.0),
                deviationWeights(scoring));
    }

    /**
     * Returns the number of false alerts to expect, in words.
     *
     * @param scoring settings that {@link #of} accepts
     * @return empty if the settings give the score that opens an incident
     */
    public static Optional<String> falseAlerts(Map<String, Double> scoring) {
        return scoring.containsKey(OPEN) ? Optional.empty() : Optional.of(AlertRate.description(scoring));
    }

    private static Map<String, Double> deviationWeights(Map<String, Double> scoring) {
        Map<String, Double> weights = new TreeMap<>();
        scoring.forEach((name, weight) -> {
            if (name.startsWith(DEVIATION)
                    && name.endsWith(WEIGHT)
                    && name.length() > DEVIATION.length() + WEIGHT.length()) {
                weights.put(name.substring(DEVIATION.length(), name.length() - WEIGHT.length()), weight);
            }
        });
        return weights;
    }

    private static void requireOneThreshold(Map<String, Double> scoring) {
        List<String> set = THRESHOLDS.stream().filter(scoring::containsKey).toList();
        if (set.size() > 1) {
            throw new BundleException("scoring sets " + String.join(" and ", set)
                    + ", which choose when an incident opens; remove one of them");
        }
        if (scoring.containsKey(AlertRate.EVENTS_A_DAY) && !set.isEmpty() && !set.contains(AlertRate.A_DAY)) {
            throw new BundleException("scoring sets " + AlertRate.EVENTS_A_DAY + " and " + set.get(0) + "; "
                    + AlertRate.EVENTS_A_DAY + " goes with " + AlertRate.A_DAY + " alone; remove one of them");
        }
    }

    private static double open(Map<String, Double> scoring, int channels) {
        if (scoring.getOrDefault("reading.weight", 1.0) != 1
                || scoring.getOrDefault("deviation.weight", 0.0) != 0
                || !deviationWeights(scoring).isEmpty()) {
            throw new BundleException(
                    (scoring.containsKey(AlertRate.A_DAY) ? AlertRate.A_DAY : AlertRate.IN_1000_EVENTS)
                            + " cannot choose when incidents open, because the weights of readings or deviations are not"
                            + " the defaults; set open in its place, the score that opens an incident");
        }
        return AlertThreshold.score(AlertRate.of(scoring), channels);
    }
}
