package io.sluice.offline.training.text;

import java.util.stream.IntStream;

/** Maps the tokens of a text to counts of feature columns, from which a linear model can be learned. */
interface NGramFeatures {
    /** The first id of a piece of text. The ids below are padding and unknown, which have no weight. */
    int FIRST_TEXT_ID = 2;

    /** Returns the number of columns. */
    int columnCount();

    /** Returns the columns that a text counts. A column that the text counts twice occurs twice. */
    IntStream columns(int[] ids);

    /** Converts weights of columns to weights of tokens and token pairs that have the same sum over any text. */
    Polarity toPolarity(float[] weights);

    /** Tokens, known pairs of neighbouring tokens, and prefixes of words. */
    final class Words implements NGramFeatures {
        private final Subwords prefixes;
        private final int tokens;
        private final PairTable pairs;

        Words(WordPieces vocabulary, PairTable pairs) {
            this.prefixes = Subwords.prefixes(vocabulary);
            this.tokens = vocabulary.size();
            this.pairs = pairs;
        }

        @Override
        public int columnCount() {
            return tokens + pairs.rowCount() + prefixes.count();
        }

        @Override
        public IntStream columns(int[] ids) {
            IntStream pairColumns = pairs.rows(ids).map(row -> tokens + row);
            IntStream prefixColumns = IntStream.of(ids)
                    .flatMap(id -> IntStream.of(prefixes.parts(id)))
                    .map(prefix -> tokens + pairs.rowCount() + prefix);
            return IntStream.concat(IntStream.of(ids), IntStream.concat(pairColumns, prefixColumns));
        }

        @Override
        public Polarity toPolarity(float[] weights) {
            float[] tokenWeights = new float[tokens];
            for (int id = FIRST_TEXT_ID; id < tokens; id++) {
                tokenWeights[id] = weights[id];
                for (int prefix : prefixes.parts(id)) {
                    tokenWeights[id] += weights[tokens + pairs.rowCount() + prefix];
                }
            }
            float[] pairWeights = new float[pairs.rowCount()];
            System.arraycopy(weights, tokens, pairWeights, 0, pairWeights.length);
            return new Polarity(tokenWeights, pairWeights, pairs);
        }
    }

    /** Character n-grams of each token. */
    final class Characters implements NGramFeatures {
        private final Subwords grams;
        private final int tokens;
        private final PairTable pairs;

        Characters(WordPieces vocabulary, PairTable pairs) {
            this.grams = Subwords.characterNGrams(vocabulary);
            this.tokens = vocabulary.size();
            this.pairs = pairs;
        }

        @Override
        public int columnCount() {
            return grams.count();
        }

        @Override
        public IntStream columns(int[] ids) {
            return IntStream.of(ids).flatMap(id -> IntStream.of(grams.parts(id)));
        }

        @Override
        public Polarity toPolarity(float[] weights) {
            float[] tokenWeights = new float[tokens];
            for (int id = FIRST_TEXT_ID; id < tokens; id++) {
                for (int gram : grams.parts(id)) {
                    tokenWeights[id] += weights[gram];
                }
            }
            return new Polarity(tokenWeights, pairs);
        }
    }
}
