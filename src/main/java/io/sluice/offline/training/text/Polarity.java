package io.sluice.offline.training.text;

/** A number for each token and for each known pair of neighbouring tokens, to be summed over a text. */
final class Polarity {
    private final float[] tokens;
    private final float[] ofPairs;
    private final PairTable pairs;

    /** @param tokens like {@code ofPairs}, a number for each row, they belong to the new object */
    Polarity(float[] tokens, float[] ofPairs, PairTable pairs) {
        this.tokens = tokens;
        this.ofPairs = ofPairs;
        this.pairs = pairs;
    }

    /** Of tokens alone. */
    Polarity(float[] tokens, PairTable pairs) {
        this(tokens, new float[pairs.rows()], pairs);
    }

    /** The sum over a text. */
    float of(int[] ids) {
        float sum = 0;
        for (int id : ids) {
            sum += tokens[id];
        }
        for (int row : pairs.of(ids).toArray()) {
            sum += ofPairs[row];
        }
        return sum;
    }

    /** The same in other units. */
    Polarity times(float factor) {
        return new Polarity(times(tokens, factor), times(ofPairs, factor), pairs);
    }

    private static float[] times(float[] values, float factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = values[i] * factor;
        }
        return scaled;
    }

    float token(int id) {
        return tokens[id];
    }

    float pair(int row) {
        return ofPairs[row];
    }
}
