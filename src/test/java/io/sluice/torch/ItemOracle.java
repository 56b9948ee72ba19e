package io.sluice.torch;

import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes the rankings of {@link ItemBundle} in plain Java: it scores every item and sorts all of them. */
public final class ItemOracle {
    private static final ReferenceGruModel MODEL = ItemBundle.reference();

    private final Vocabulary vocabulary = ItemBundle.vocabulary();
    private final Map<String, float[]> states = new HashMap<>();
    private final Map<String, List<String>> pasts = new HashMap<>();

    /**
     * Returns the probabilities of all items after a click, the likeliest first.
     *
     * @param item the clicked item, which may be unknown
     */
    public Map<String, Double> click(String key, String item) {
        float[] state = states.computeIfAbsent(key, unused -> new float[ItemBundle.UNITS]);
        float[] next = new float[ItemBundle.UNITS];
        MODEL.gru().step(ItemBundle.embedding(vocabulary.id(item)), state, next);
        states.put(key, next);
        pasts.computeIfAbsent(key, unused -> new ArrayList<>()).add(item);
        return sorted(next);
    }

    /** Returns the last distinct items of a key that are in the vocabulary, at most {@code most}. */
    public List<String> seen(String key, int most) {
        List<String> past = new ArrayList<>(pasts.getOrDefault(key, List.of()));
        java.util.Collections.reverse(past);
        return past.stream()
                .filter(item -> vocabulary.id(item) > 0)
                .distinct()
                .limit(most)
                .toList();
    }

    private Map<String, Double> sorted(float[] h) {
        Map<String, Double> weights = new HashMap<>();
        double sum = 0;
        for (int id = 1; id <= ItemBundle.ITEMS; id++) {
            double logit = MODEL.headBias()[id - 1];
            for (int unit = 0; unit < h.length; unit++) {
                logit += (double) MODEL.headWeight()[(id - 1) * h.length + unit] * h[unit];
            }
            weights.put(vocabulary.item(id), Math.exp(logit));
            sum += Math.exp(logit);
        }
        Map<String, Double> sorted = new LinkedHashMap<>();
        double all = sum;
        weights.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue() / all));
        return sorted;
    }
}
