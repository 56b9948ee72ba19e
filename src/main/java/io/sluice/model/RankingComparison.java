package io.sluice.model;

import java.util.List;

/**
 * Compares rankings, y = K ids and K scores. Ids are names and not quantities: one that stands at another rank than
 * expected is off by as much as its score is. So two items that are all but tied may change places, as they do where
 * another machine rounds otherwise, and no others.
 */
final class RankingComparison implements OutputComparison {
    private final int depth;

    RankingComparison(int depth) {
        this.depth = depth;
    }

    @Override
    public double difference(List<Float> expected, List<Float> found, int index) {
        if (index >= depth) {
            return ELEMENTS.difference(expected, found, index);
        }
        return expected.get(index).equals(found.get(index))
                ? 0
                : Math.abs((double) expectedScore(expected, found.get(index)) - found.get(depth + index));
    }

    /** The score that was expected of an id; of one that was not among the K, at most the last one's. */
    private float expectedScore(List<Float> expected, float id) {
        int rank = expected.subList(0, depth).indexOf(id);
        return expected.get(depth + (rank < 0 ? depth - 1 : rank));
    }

    @Override
    public float magnitude(List<Float> expected, int index) {
        return expected.get(index < depth ? depth + index : index);
    }
}
