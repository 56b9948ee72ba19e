package io.sluice.offline.training.sensor;

import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.recipe.Split;
import io.sluice.runtime.LoadedBundle;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.ExplainedEvents;
import io.sluice.score.profile.ProfileScorer;
import io.sluice.score.profile.ProfileSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Chooses the score that opens incidents from the number of false alerts that a user accepts. The user's data is taken
 * as normal, so each incident in it is a false alert. The threshold is the smallest one at which, and above which, the
 * incidents are few enough.
 *
 * <p>The number does not fall evenly with the threshold: at a very low one, a single incident never ends. So the search
 * goes down from the largest threshold, in steps, until there are too many incidents. Then it bisects the last step.
 */
final class ThresholdChoice {
    private static final String OPEN = "open";
    private static final String CLOSE = "close";

    /** Thresholds are counted in these units, so that the manifest has short numbers. */
    private static final int UNITS = 10_000;

    private static final int MOST = 9_500; // the largest threshold of the scorer
    private static final int STEP = 250;

    private static final double FEWEST_INCIDENTS = 3; // so many must be expected for a count that says something
    private static final int NAMES = 10;

    private final Bundle bundle;
    private final Collection<List<NetworkRows.Row>> rows;
    private final BigDecimal aDay;
    private final int least;
    private final List<Series> normal;
    private final boolean heldBack;

    private ThresholdChoice(LoadedBundle torch, Split<Series> split, BigDecimal aDay) {
        this.bundle = torch.bundle();
        this.least = least(bundle.manifest().channels().size());
        this.normal = normal(split);
        this.rows = NetworkRows.of(torch, normal).values();
        this.aDay = aDay;
        this.heldBack = !split.held().isEmpty();
    }

    /** Returns the lowest threshold of use. Below it, the usual noise of the channels would be an endless incident. */
    private static int least(int channels) {
        float open = ProfileSettings.of(Map.of("false.alerts", ProfileSettings.MOST_FALSE_ALERTS), channels)
                .open();
        return (int) Math.ceil(open * UNITS);
    }

    private static List<Series> normal(Split<Series> split) {
        return split.held().isEmpty() ? split.learned() : split.held();
    }

    /**
     * Checks before the training that a threshold can be chosen.
     *
     * @throws TrainingException if the scorer has no such threshold, or no key is long enough to be judged
     */
    static void require(SensorSettings settings, Split<Series> split) {
        if (settings.scorer() != Manifest.ScorerKind.PROFILE) {
            throw new TrainingException("--false-alerts-per-day needs the scorer profile, but the recipe's scorer is "
                    + settings.scorer().json() + "; give --set scorer=profile, or leave the option out");
        }
        int silent = ProfileSettings.of(settings.scoring(), settings.channels().size())
                .silentEvents();
        int longest = normal(split).stream().mapToInt(Series::size).max().orElse(0);
        if (longest <= silent + 1) {
            throw new TrainingException("--false-alerts-per-day: the scorer does not judge the first " + silent
                    + " events of a key, and the longest key has " + longest
                    + "; give more events, or lower scoring.silent.events");
        }
    }

    /**
     * Chooses the threshold of a bundle, and writes it into the manifest and the model card.
     *
     * @param aDay the largest number of false alerts in a day of a key
     * @return what was chosen, for people
     */
    static List<String> choose(Path folder, Split<Series> split, BigDecimal aDay) throws IOException {
        return new ThresholdChoice(LoadedBundle.open(folder, "cpu"), split, aDay).choose();
    }

    private List<String> choose() throws IOException {
        int open = search();
        Map<String, Double> scoring = scoring(open);
        Bundle.write(
                bundle.directory(),
                bundle.manifest().with(bundle.manifest().input(), scoring),
                bundle.weights().readAllBytes(),
                bundle.golden());
        List<String> result = describe(scoring, incidents(open), open == least);
        Files.writeString(
                bundle.directory().resolve("README.md"),
                "\n## Threshold\n\n" + String.join(" ", result) + "\n",
                StandardOpenOption.APPEND);
        return result;
    }

    private int search() {
        int few = MOST;
        while (few > least) {
            int lower = Math.max(least, few - STEP);
            if (!isFewEnough(lower)) {
                return bisect(lower, few);
            }
            few = lower;
        }
        return few;
    }

    private int bisect(int tooLow, int enough) {
        int many = tooLow;
        int few = enough;
        while (few - many > 1) {
            int middle = (few + many) / 2;
            if (isFewEnough(middle)) {
                few = middle;
            } else {
                many = middle;
            }
        }
        return few;
    }

    private boolean isFewEnough(int open) {
        return isFewEnough(incidents(open));
    }

    private boolean isFewEnough(NormalIncidents found) {
        return found.incidents() <= aDay.doubleValue() * found.keyDays();
    }

    private NormalIncidents incidents(int open) {
        Manifest manifest = bundle.manifest();
        ProfileSettings settings =
                ProfileSettings.of(scoring(open), manifest.channels().size());
        return NormalIncidents.of(
                new ProfileScorer(
                        new AnomalyOutputs(manifest.outputNames(), manifest.channels()),
                        settings,
                        ExplainedEvents.NONE),
                rows);
    }

    /** Returns the settings of the scorer with a threshold, and the score below which an event is then calm. */
    private Map<String, Double> scoring(int open) {
        Map<String, Double> scoring = new TreeMap<>(bundle.manifest().scoring());
        scoring.keySet().removeAll(ProfileSettings.replacedBy(Set.of(OPEN)));
        scoring.put(OPEN, (double) open / UNITS);
        double close =
                ProfileSettings.of(scoring, bundle.manifest().channels().size()).close();
        scoring.put(CLOSE, Math.floor(close * UNITS) / UNITS);
        return scoring;
    }

    private List<String> describe(Map<String, Double> scoring, NormalIncidents found, boolean lowest) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "With --false-alerts-per-day %s, incidents open at a score of %.4f and close below %.4f.",
                aDay.toPlainString(),
                scoring.get(OPEN),
                scoring.get(CLOSE)));
        lines.add(String.format(
                Locale.ROOT,
                "The choice took all data as normal: %s with %d judged events over %.1f key-days, and now %s.",
                keys(),
                found.judged(),
                found.keyDays(),
                found.incidents() == 1 ? "1 incident" : found.incidents() + " incidents"));
        lines.add(
                heldBack
                        ? "The model did not learn from this data, but it chose the epoch."
                        : "The model learned from this data, so expect more alerts on new data; validation.share holds"
                                + " keys back for the choice.");
        lines.addAll(warnings(found, lowest));
        return lines;
    }

    private List<String> warnings(NormalIncidents found, boolean lowest) {
        List<String> warnings = new ArrayList<>();
        double needed = FEWEST_INCIDENTS / aDay.doubleValue();
        if (found.keyDays() < needed) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "Warning: %.1f key-days are too few for this number; it needs about %.0f, so the threshold is"
                            + " little more than a guess.",
                    found.keyDays(),
                    Math.ceil(needed)));
        }
        if (lowest) {
            warnings.add("This is the lowest threshold of use; more alerts would only last longer.");
        }
        if (!isFewEnough(found)) {
            warnings.add("Warning: this is the highest threshold, and it has more incidents than wanted.");
        }
        return warnings;
    }

    private String keys() {
        String names = normal.stream().limit(NAMES).map(Series::name).collect(Collectors.joining(", "));
        String more = normal.size() > NAMES ? " and " + (normal.size() - NAMES) + " more" : "";
        return (normal.size() == 1 ? "1 key (" : normal.size() + " keys (") + names + more + ")";
    }
}
