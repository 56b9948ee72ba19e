package io.sluice.engine;

import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.ClassificationScorer;
import io.sluice.score.profile.ProfileSettings;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The settings of a model's scorer: those of the manifest, and the user's in their place. */
final class ScoringSettings {
    private ScoringSettings() {}

    /**
     * Returns the settings that count. A user who says when an incident opens replaces what the manifest says about it,
     * by whatever name, and its {@code close}.
     *
     * @param own the user's settings
     * @throws BundleException if the scorer has no setting of a name, be it the user's or the manifest's
     */
    static Map<String, Double> of(Manifest manifest, Map<String, Double> own) {
        SortedSet<String> known = known(manifest);
        requireKnown("scoring", own, known);
        requireKnown("model.json: scoring", manifest.scoring(), inManifest(manifest, known));
        Map<String, Double> settings = new TreeMap<>(manifest.scoring());
        if (manifest.scorer() == Manifest.ScorerKind.PROFILE) {
            settings.keySet().removeAll(ProfileSettings.replacedBy(own.keySet()));
        }
        settings.putAll(own);
        return settings;
    }

    private static void requireKnown(String place, Map<String, Double> scoring, SortedSet<String> known) {
        for (String name : new TreeSet<>(scoring.keySet())) {
            if (!known.contains(name)) {
                throw new BundleException(place + " has no setting \"" + name + "\"; "
                        + (known.isEmpty() ? "it has none" : "its settings are " + String.join(", ", known)));
            }
        }
    }

    /** Returns the settings that a manifest may have: with {@code tails}, also the threshold of evaluations. */
    private static SortedSet<String> inManifest(Manifest manifest, SortedSet<String> known) {
        if (manifest.task() != Manifest.Task.ANOMALY || manifest.scorer() == Manifest.ScorerKind.PROFILE) {
            return known;
        }
        SortedSet<String> names = new TreeSet<>(known);
        names.add("threshold");
        return names;
    }

    private static SortedSet<String> known(Manifest manifest) {
        return switch (manifest.task()) {
            case ANOMALY ->
                manifest.scorer() == Manifest.ScorerKind.PROFILE ? profile(manifest) : AnomalyScorer.SETTINGS;
            case CLASSIFICATION -> new TreeSet<>(ClassificationScorer.settings(manifest.outputNames()));
            case RANKING -> new TreeSet<>();
        };
    }

    private static SortedSet<String> profile(Manifest manifest) {
        return ProfileSettings.names(new AnomalyOutputs(manifest.outputNames(), manifest.channels()));
    }
}
