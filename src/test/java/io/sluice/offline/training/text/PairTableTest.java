package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.feature.Tokenizer;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PairTableTest {
    private static final List<String> TEXTS = List.of("a b", "a b", "a b", "b a", "b a", "a b a b");

    private static final WordPieces VOCABULARY = WordPieces.learn(TEXTS.stream(), 1, 100);

    @Test
    void aPairThatFewTextsContainIsNotKnown() {
        // Known are begin-a, a-b and b-end, in 4 texts each. Fewer texts contain b-a (3), begin-b and a-end (2).
        PairTable table = learn(4, 1009);
        assertThat(table.rows(ids("a b")).count()).isEqualTo(3);
        assertThat(table.rows(ids("b a")).count()).isZero();
        assertThat(table.rows(ids("b a b")).count()).isEqualTo(2);
    }

    @Test
    void aTextThatRepeatsAPairCountsOnce() {
        assertThat(learn(5, 1009).rows(ids("a b")).count()).isZero();
    }

    @Test
    void aPairThatLosesItsRowToAMoreFrequentOneIsNotKnown() {
        PairTable one = learn(1, 1);
        assertThat(Stream.of("a b", "b a").mapToLong(text -> one.rows(ids(text)).count()))
                .containsExactly(1L, 0L);
        assertThat(one.check(0)).isPositive();
    }

    @Test
    void anEmptyRowHasNoCheck() {
        PairTable table = learn(1, 1009);
        assertThat(Stream.iterate(0, row -> row + 1)
                        .limit(1009)
                        .filter(row -> table.check(row) >= 0)
                        .count())
                .isEqualTo(6);
    }

    @Test
    void aTextWithoutTokensHasNoPairs() {
        assertThat(learn(1, 1009).rows(new int[0])).isEmpty();
    }

    private static PairTable learn(int minSamples, int rows) {
        List<LabelledSample> samples = new ArrayList<>();
        TEXTS.forEach(text -> samples.add(LabelledSample.single(0, 0, text)));
        return PairTable.learn(TokenizedSample.tokenizeAll(tokenizer(), samples), 1, minSamples, rows);
    }

    private static int[] ids(String text) {
        return TokenizedSample.tokenizeAll(tokenizer(), List.of(LabelledSample.single(0, 0, text)))
                .get(0)
                .ids()
                .get(0);
    }

    private static Tokenizer tokenizer() {
        return BundleTokenizer.open(new ByteArrayInputStream(TokenizerFile.bytes(VOCABULARY)), 16);
    }
}
