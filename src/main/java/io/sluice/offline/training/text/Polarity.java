package io.sluice.offline.training.text;

/** A linear model of a text: a weight for each token and each known pair of neighbouring tokens. */
final class Polarity {
    private final float[] tokenWeights;
    private final float[] pairWeights;
    private final PairTable pairs;

    /** Takes ownership of both arrays. {@code pairWeights} has a weight for each row of {@code pairs}. */
    Polarity(float[] tokenWeights, float[] pairWeights, PairTable pairs) {
        this.tokenWeights = tokenWeights;
        this.pairWeights = pairWeights;
        this.pairs = pairs;
    }

    /** Creates a model whose pairs weigh 0. */
    Polarity(float[] tokenWeights, PairTable pairs) {
        this(tokenWeights, new float[pairs.rowCount()], pairs);
    }

    /** Returns the sum of the weights over a text. */
    float score(int[] ids) {
        float sum = 0;
        for (int id : ids) {
            sum += tokenWeights[id];
        }
        for (int row : pairs.rows(ids).toArray()) {
            sum += pairWeights[row];
        }
        return sum;
    }

    /** Returns the model with all weights multiplied by {@code factor}. */
    Polarity scale(float factor) {
        return new Polarity(scale(tokenWeights, factor), scale(pairWeights, factor), pairs);
    }

    private static float[] scale(float[] values, float factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = values[i] * factor;
        }
        return scaled;
    }

    float tokenWeight(int id) {
        return tokenWeights[id];
    }

    float pairWeight(int row) {
        return pairWeights[row];
    }
}
