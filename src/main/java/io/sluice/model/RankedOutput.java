package io.sluice.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The output y of a ranking, [2K]: the ids {@code item.1} to {@code item.K} of the K best items of the whole
 * vocabulary, the best first, then their scores {@code score.1} to {@code score.K}, natural logarithms of probabilities
 * over the whole vocabulary, which do not rise.
 *
 * @param depth K
 */
public record RankedOutput(int depth) {
    /** A model ranks so many items at least, or all that it knows. */
    public static final int LEAST_DEPTH = 20;

    /**
     * What a manifest says of its ranking.
     *
     * @throws BundleException where its input is no item, or an output has another name
     */
    public static RankedOutput of(Manifest manifest) {
        if (!(manifest.input() instanceof Manifest.Input.Item)) {
            throw new BundleException("the task is ranking, which is of items, and input.kind is "
                    + manifest.input().kind().json());
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

    /** The names of the elements of y. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String part : List.of("item.", "score.")) {
            for (int rank = 1; rank <= depth; rank++) {
                names.add(part + rank);
            }
        }
        return names;
    }

    /** @throws BundleException where K and the number of items do not go together */
    void requireFit(Vocabulary vocabulary, String file) {
        int least = Math.min(LEAST_DEPTH, vocabulary.size());
        if (depth < least || depth > vocabulary.size()) {
            throw new BundleException("the output ranks " + depth + " items, and " + file + " has " + vocabulary.size()
                    + "; it must rank "
                    + (least == vocabulary.size() ? "all of them" : "from " + least + " to " + vocabulary.size()));
        }
    }

    /** @throws BundleException where a golden row y is no ranking of the vocabulary's items */
    void requireFit(GoldenVectors golden, Vocabulary vocabulary) {
        golden.keys().forEach(key -> key.y().forEach(y -> {
            if (!isRanking(y, vocabulary.size())) {
                throw new BundleException("golden.json, key " + key.key() + " has a y that is no ranking: " + depth
                        + " different ids from 1 to " + vocabulary.size() + " and then scores that do not rise");
            }
        }));
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
