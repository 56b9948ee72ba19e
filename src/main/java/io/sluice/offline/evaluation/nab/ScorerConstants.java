package io.sluice.offline.evaluation.nab;

import io.sluice.event.NumericEvent;
import io.sluice.score.AnomalyScorer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The constants of a scorer that cross-validation chooses. All other constants keep the scorer's defaults.
 *
 * @param surpriseWeight {@code scoring.surprise.weight}
 * @param slow {@code scoring.habituation.slow}
 * @param tail {@code scoring.tail.size}
 * @param rarity the rarity from which an event is an alarm, in orders of magnitude; {@code scoring.open} and
 *     {@code scoring.threshold} are 1 - 10^(-0.4 rarity)
 */
record ScorerConstants(double surpriseWeight, double slow, int tail, double rarity) {
    /** The score does not depend on the time of its event. */
    private static final NumericEvent NO_TIME = new NumericEvent(0);

    private static final List<Double> WEIGHTS = List.of(0.5, 0.75, 1.0);
    private static final List<Double> SLOWS = List.of(0.1, 0.2, 0.3);
    private static final List<Integer> TAILS = List.of(16, 32);
    private static final List<Double> RARITIES = List.of(3.5, 3.75, 4.0, 4.25, 4.5, 4.75, 5.0, 5.25, 5.5);

    /** Returns all candidates of a variant. Each list has ascending rarities and is constant otherwise. */
    static List<List<ScorerConstants>> candidates(NabVariant variant) {
        List<Double> weights = variant.weighsSurprise() ? WEIGHTS : List.of(variant.fixedWeight());
        List<List<ScorerConstants>> candidates = new ArrayList<>();
        for (double weight : weights) {
            for (double slow : SLOWS) {
                for (int tail : TAILS) {
                    candidates.add(RARITIES.stream()
                            .map(rarity -> new ScorerConstants(weight, slow, tail, rarity))
                            .toList());
                }
            }
        }
        return candidates;
    }

    /** Returns the same constants with the rarity multiplied by {@code factor}. */
    ScorerConstants withRarityTimes(double factor) {
        return new ScorerConstants(surpriseWeight, slow, tail, rarity * factor);
    }

    /** Returns the score from which an event is an alarm. */
    double threshold() {
        return (float) (1 - StrictMath.pow(10, -0.4 * rarity));
    }

    /**
     * Returns the events of a key that are alarms.
     *
     * @param outputs the names of the elements of a row
     * @param rows the rows of the key's events
     */
    BitSet alarms(List<String> outputs, List<float[]> rows) {
        AnomalyScorer scorer = new AnomalyScorer(
                outputs,
                List.of(),
                Map.of(
                        "open",
                        threshold(),
                        "surprise.weight",
                        surpriseWeight,
                        "habituation.slow",
                        slow,
                        "tail.size",
                        (double) tail));
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        BitSet alarms = new BitSet();
        for (int i = 0; i < rows.size(); i++) {
            alarms.set(i, scorer.score(rows.get(i), i + 1, NO_TIME, state).score() >= threshold());
        }
        return alarms;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "surprise.weight %.2f, habituation.slow %.2f, tail.size %d, threshold %.4f (rarity %.2f)",
                surpriseWeight,
                slow,
                tail,
                threshold(),
                rarity);
    }
}
