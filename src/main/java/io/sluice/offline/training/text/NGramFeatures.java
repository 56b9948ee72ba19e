package io.sluice.offline.training.text;

import java.util.stream.IntStream;

/** A way to look at the tokens of a text: as counts of columns, of which a linear model can be learned. */
interface NGramFeatures {
    /** Padding and what is unknown say nothing. */
    int FIRST_TEXT = 2;

    /** How many columns there are. */
    int columns();

    /** The columns that a text counts, one as often as it counts it. */
    IntStream of(int[] ids);

    /** Weights of the columns as weights of tokens and of pairs of tokens, with the same sum over any text. */
    Polarity fold(float[] weights);

    /** Tokens, known pairs of neighbours, and the beginnings of words. */
    final class Words implements NGramFeatures {
        private final Subwords beginnings;
        private final int tokens;
        private final PairTable pairs;

        Words(WordPieces vocabulary, PairTable pairs) {
            this.beginnings = Subwords.beginnings(vocabulary);
            this.tokens = vocabulary.size();
            this.pairs = pairs;
        }

        @Override
        public int columns() {
            return tokens + pairs.rows() + beginnings.count();
        }

        @Override
        public IntStream of(int[] ids) {
            IntStream neighbours = pairs.of(ids).map(row -> tokens + row);
            IntStream begun = IntStream.of(ids)
                    .flatMap(id -> IntStream.of(beginnings.of(id)))
                    .map(beginning -> tokens + pairs.rows() + beginning);
            return IntStream.concat(IntStream.of(ids), IntStream.concat(neighbours, begun));
        }

        @Override
        public Polarity fold(float[] weights) {
            float[] ofTokens = new float[tokens];
            for (int id = FIRST_TEXT; id < tokens; id++) {
                ofTokens[id] = weights[id];
                for (int beginning : beginnings.of(id)) {
                    ofTokens[id] += weights[tokens + pairs.rows() + beginning];
                }
            }
            float[] ofPairs = new float[pairs.rows()];
            System.arraycopy(weights, tokens, ofPairs, 0, ofPairs.length);
            return new Polarity(ofTokens, ofPairs, pairs);
        }
    }

    /** Runs of characters in each token. */
    final class Characters implements NGramFeatures {
        private final Subwords grams;
        private final int tokens;
        private final PairTable pairs;

        Characters(WordPieces vocabulary, PairTable pairs) {
            this.grams = Subwords.grams(vocabulary);
            this.tokens = vocabulary.size();
            this.pairs = pairs;
        }

        @Override
        public int columns() {
            return grams.count();
        }

        @Override
        public IntStream of(int[] ids) {
            return IntStream.of(ids).flatMap(id -> IntStream.of(grams.of(id)));
        }

        @Override
        public Polarity fold(float[] weights) {
            float[] ofTokens = new float[tokens];
            for (int id = FIRST_TEXT; id < tokens; id++) {
                for (int gram : grams.of(id)) {
                    ofTokens[id] += weights[gram];
                }
            }
            return new Polarity(ofTokens, pairs);
        }
    }
}
