package io.sluice.score.profile;

import io.sluice.model.BundleException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    /** The names of the settings in the manifest. */
    public static final SortedSet<String> NAMES = Collections.unmodifiableSortedSet(new TreeSet<>(List.of(
            "silent.events",
            "open",
            "false.alerts",
            "close",
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
    public static String weightOf(String kind) {
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

    /**
     * Reads the settings of a manifest; a missing one has its default.
     *
     * @param channels the number of channels of the model, at least 1
     * @throws BundleException if a setting is out of range, both {@code open} and {@code false.alerts} are set, or
     *     neither is set and the weights are not those of the table of false alerts
     */
    public static ProfileSettings of(Map<String, Double> scoring, int channels) {
        if (scoring.containsKey("open") && scoring.containsKey("false.alerts")) {
            throw new BundleException("scoring sets open and false.alerts, which both choose when an incident opens;"
                    + " remove one of them");
        }
        double open = scoring.containsKey("open") ? scoring.get("open") : open(scoring, channels);
        return new ProfileSettings(
                scoring.getOrDefault("silent.events", 500.0).intValue(),
                (float) open,
                scoring.getOrDefault("close", AlertThreshold.close(open)).floatValue(),
                scoring.getOrDefault("quiet", 10.0).intValue(),
                scoring.getOrDefault("reading.weight", 1.0),
                scoring.getOrDefault("repeat.weight", 5.0),
                scoring.getOrDefault("forecast.weight", 1.0),
                scoring.getOrDefault("deviation.weight", 0.0),
                deviationWeights(scoring));
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

    private static double open(Map<String, Double> scoring, int channels) {
        if (scoring.getOrDefault("reading.weight", 1.0) != 1
                || scoring.getOrDefault("deviation.weight", 0.0) != 0
                || !deviationWeights(scoring).isEmpty()) {
            throw new BundleException(
                    "false.alerts cannot choose when incidents open, because the weights of readings or"
                            + " deviations are not the defaults; remove it and set open, the score that opens an"
                            + " incident");
        }
        return AlertThreshold.score(scoring.getOrDefault("false.alerts", 0.3), channels);
    }
}
