package io.sluice.model;

import java.util.List;

/**
 * Compares rankings, y = K ids and K scores. Ids are names, not quantities: an id at another rank than expected differs
 * by as much as its score differs. So two items may change places only if they are almost tied, which happens on a
 * machine that rounds differently.
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

    /** Returns the expected score of an id; for an id outside the K it is at most the last score, which is returned. */
    private float expectedScore(List<Float> expected, float id) {
        int rank = expected.subList(0, depth).indexOf(id);
        return expected.get(depth + (rank < 0 ? depth - 1 : rank));
    }

    @Override
    public float magnitude(List<Float> expected, int index) {
        return expected.get(index < depth ? depth + index : index);
    }
}
