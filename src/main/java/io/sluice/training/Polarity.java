package io.sluice.training;

/** A number for each token and for each pair of neighbouring tokens, to be summed over a text. */
final class Polarity {
    private final float[] tokens;
    private final float[] pairs;

    /** @param tokens and {@code pairs} belong to the new object */
    Polarity(float[] tokens, float[] pairs) {
        this.tokens = tokens;
        this.pairs = pairs;
    }

    /** The sum over a text. */
    float of(int[] ids) {
        float sum = 0;
        for (int i = 0; i < ids.length; i++) {
            sum += tokens[ids[i]];
            if (i > 0) {
                sum += pairs[TextCell.pair(ids[i - 1], ids[i], pairs.length)];
            }
        }
        return sum;
    }

    /** The same in other units. */
    Polarity times(float factor) {
        return new Polarity(times(tokens, factor), times(pairs, factor));
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

    float pair(int pair) {
        return pairs[pair];
    }
}
