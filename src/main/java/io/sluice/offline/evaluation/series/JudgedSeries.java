package io.sluice.offline.evaluation.series;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Series of NAB with what a variant of a model gives the scorer of each of their rows. */
final class JudgedSeries {
    private final NabVariant variant;
    private final List<String> outputs;
    private final Map<String, List<float[]>> rows = new HashMap<>();
    private final Map<ScorerConstants, Map<String, BitSet>> alarms = new HashMap<>();

    /**
     * @param deviations the names of the model's deviations
     * @param given what the model says of each row, by the name of the series
     */
    JudgedSeries(NabVariant variant, List<String> deviations, Map<String, List<NabRow>> given) {
        this.variant = variant;
        this.outputs = variant.judged(deviations);
        given.forEach((name, series) -> rows.put(name, variant.judged(series, deviations.size())));
    }

    /** Which rows are alarms, by the name of the series. */
    Map<String, BitSet> alarms(ScorerConstants constants) {
        return alarms.computeIfAbsent(constants, chosen -> {
            Map<String, BitSet> found = new HashMap<>();
            rows.forEach((name, judged) -> found.put(name, chosen.alarms(outputs, judged)));
            return found;
        });
    }

    /**
     * Which constants suit some of the series best: of each of the variant's candidates the standard profile's score at
     * each rarity is averaged with its neighbours', so that a plateau is worth more than a peak.
     */
    ScorerConstants best(List<NabSeries> series) {
        return ScorerConstants.candidates(variant).stream()
                .flatMap(candidates -> plateaus(candidates, series).stream())
                .max(Comparator.comparingDouble(Plateau::score))
                .orElseThrow()
                .constants();
    }

    /** Constants, and the mean score of them and of those with the rarities next to theirs. */
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
