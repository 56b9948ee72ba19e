package io.sluice.offline.evaluation.nab;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Chooses the scorer's constants for one variant of a model, from the rows that the variant gives to the scorer. */
final class ScorerTuning {
    private final NabVariant variant;
    private final List<String> outputs;
    private final Map<String, List<float[]>> rows = new HashMap<>();
    private final Map<ScorerConstants, Map<String, BitSet>> alarms = new HashMap<>();

    /**
     * Creates the tuning of a variant.
     *
     * @param deviations the names of the model's deviations
     * @param modelRows the model's rows of each series by name
     */
    ScorerTuning(NabVariant variant, List<String> deviations, Map<String, List<NabRow>> modelRows) {
        this.variant = variant;
        this.outputs = variant.scorerInputs(deviations);
        modelRows.forEach((name, series) -> rows.put(name, variant.scorerRows(series, deviations.size())));
    }

    /** Returns the rows that are alarms, by the name of the series. */
    Map<String, BitSet> alarms(ScorerConstants constants) {
        return alarms.computeIfAbsent(constants, chosen -> {
            Map<String, BitSet> found = new HashMap<>();
            rows.forEach((name, series) -> found.put(name, chosen.alarms(outputs, series)));
            return found;
        });
    }

    /**
     * Returns the best constants for the given series. The standard profile's score at each rarity is averaged with the
     * scores at the two neighbouring rarities, so that a plateau is better than a peak.
     */
    ScorerConstants best(List<NabSeries> series) {
        return ScorerConstants.candidates(variant).stream()
                .flatMap(candidates -> plateaus(candidates, series).stream())
                .max(Comparator.comparingDouble(Plateau::score))
                .orElseThrow()
                .constants();
    }

    /** Constants with the mean score of their own rarity and the two neighbouring rarities. */
    private record Plateau(ScorerConstants constants, double score) {}

    private List<Plateau> plateaus(List<ScorerConstants> candidates, List<NabSeries> series) {
        List<Double> scores = candidates.stream()
                .map(constants -> NabScore.ofAlarms(NabProfile.STANDARD, series, alarms(constants)))
                .toList();
        return IntStream.range(1, scores.size() - 1)
                .mapToObj(i ->
                        new Plateau(candidates.get(i), (scores.get(i - 1) + scores.get(i) + scores.get(i + 1)) / 3))
                .toList();
    }
}
