package io.sluice.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The output y of a ranking, [2K]: the ids {@code item.1} to {@code item.K} of the K best items of the whole
 * vocabulary, the best first, then their scores {@code score.1} to {@code score.K}. A score is the natural logarithm of
 * the item's probability over the whole vocabulary, and no score is larger than the one before it.
 *
 * @param depth K
 */
public record RankedOutput(int depth) {
    /** The smallest K, unless the vocabulary is smaller. */
    static final int LEAST_DEPTH = 20;

    /** The largest sum of the probabilities of a row: float32 rounds each of them. */
    private static final double MOST_PROBABILITY = 1 + 1e-3;

    /**
     * Returns the ranking that a manifest describes.
     *
     * @throws BundleException if its input is not an item, or its outputs have other names
     */
    public static RankedOutput of(Manifest manifest) {
        if (!(manifest.input() instanceof Manifest.Input.Item)) {
            throw new BundleException("the task is ranking, but input.kind is "
                    + manifest.input().kind().json() + "; a ranking needs input.kind item");
        }
        List<String> names = manifest.outputNames();
        RankedOutput output = new RankedOutput(names.size() / 2);
        if (!names.equals(output.names())) {
            throw new BundleException("output names " + excerpt(names) + "; the task ranking needs \"item.1\" to"
                    + " \"item.K\" and then \"score.1\" to \"score.K\"");
        }
        return output;
    }

    private static String excerpt(List<String> names) {
        return names.size() <= 6 ? names.toString() : names.subList(0, 6) + " and " + (names.size() - 6) + " more";
    }

    /** Returns the names of the elements of y. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String part : List.of("item.", "score.")) {
            for (int rank = 1; rank <= depth; rank++) {
                names.add(part + rank);
            }
        }
        return names;
    }

    /** Checks K against the number of items; throws a BundleException if it is too small or too large. */
    void requireFit(Vocabulary vocabulary, String file) {
        int least = Math.min(LEAST_DEPTH, vocabulary.size());
        if (depth < least || depth > vocabulary.size()) {
            throw new BundleException("the output ranks " + depth + " items, and " + file + " has " + vocabulary.size()
                    + "; it must rank "
                    + (least == vocabulary.size() ? "all of them" : "from " + least + " to " + vocabulary.size()));
        }
    }

    /**
     * Checks the golden vectors; throws a BundleException if a row y is not a ranking of the vocabulary's items, or if
     * its scores are not the logarithms of probabilities.
     */
    void requireFit(GoldenVectors golden, Vocabulary vocabulary) {
        golden.keys().forEach(key -> key.y().forEach(y -> {
            if (!isRanking(y, vocabulary.size())) {
                throw new BundleException(
                        "golden.json, key " + key.key() + " has a y that is not a ranking; a ranking is "
                                + depth + " different ids from 1 to " + vocabulary.size()
                                + " and then their scores, the largest first");
            }
            double sum = probabilities(y);
            if (sum > MOST_PROBABILITY) {
                throw new BundleException("golden.json, key " + key.key() + " has a y whose scores are no"
                        + " log-probabilities: their exponentials sum up to " + (float) sum
                        + ", which must be at most 1; the task ranking needs log-probabilities, such as"
                        + " torch.log_softmax(logits, 1)");
            }
        }));
    }

    private double probabilities(List<Float> y) {
        return y.subList(depth, 2 * depth).stream().mapToDouble(Math::exp).sum();
    }

    private boolean isRanking(List<Float> y, int items) {
        Set<Float> ids = new HashSet<>(y.subList(0, depth));
        boolean falling = true;
        for (int rank = 1; rank < depth; rank++) {
            falling &= y.get(depth + rank) <= y.get(depth + rank - 1);
        }
        return falling && ids.size() == depth && ids.stream().allMatch(id -> id >= 1 && id <= items && id % 1 == 0);
    }
}
