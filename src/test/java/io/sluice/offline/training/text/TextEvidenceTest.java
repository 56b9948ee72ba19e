package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.feature.Tokenizer;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextEvidenceTest {
    private static final int WORDS_OF_FILMS = 0;
    private static final int WORDS_OF_CAMERAS = 1;
    private static final int LIKE_CAMERAS = 6;

    private static WordPieces vocabulary;
    private static Tokenizer tokenizer;
    private static TextEvidence evidence;
    private static TextRecipe recipe;
    private static PairTable table;

    @BeforeAll
    static void learn() {
        List<LabelledSample> opinions = new ArrayList<>(TinySamples.all(40));
        opinions.set(0, LabelledSample.single(0, 1, "unheard unheard"));
        vocabulary = WordPieces.learn(opinions.stream().flatMap(one -> one.texts().stream()), 1, 100);
        tokenizer = BundleTokenizer.open(new ByteArrayInputStream(TokenizerFile.bytes(vocabulary)), 16);
        recipe = TextRecipe.of(TinySamples.recipe());
        List<TokenizedSample> tokenized = TokenizedSample.all(tokenizer, opinions);
        evidence = TextEvidence.learn(tokenized, recipe, vocabulary, 1);
        table = PairTable.learn(tokenized, 3, recipe.pairCount(), recipe.pairs());
    }

    @Test
    void wordsSpeakForTheLabelThatTheyHadInTheSet() {
        assertThat(evidence.of(ids("good"))[WORDS_OF_FILMS]).isPositive();
        assertThat(evidence.of(ids("awful"))[WORDS_OF_FILMS]).isNegative();
        assertThat(evidence.of(ids("awful"))[WORDS_OF_CAMERAS]).isNegative();
    }

    @Test
    void wordsAreTypicalOfTheSetThatTheyAreFrom() {
        assertThat(evidence.of(ids("lens"))[LIKE_CAMERAS]).isPositive();
        assertThat(evidence.of(ids("film"))[LIKE_CAMERAS]).isNegative();
    }

    @Test
    void ofWhatWasLearnedFromItAloneATextHasNoEvidence() {
        int[] ids = ids("unheard");
        assertThat(evidence.of(ids)[WORDS_OF_FILMS]).isPositive();
        assertThat(evidence.ofLearned(ids, 0, 0)[WORDS_OF_FILMS]).isZero();
        assertThat(evidence.ofLearned(ids, 0, 1)[WORDS_OF_FILMS]).isPositive();
        assertThat(evidence.ofLearned(ids, 1, 0)[WORDS_OF_FILMS]).isPositive();
    }

    @Test
    void theTablesHoldForTokensAndPairsWhatIsSummed() {
        int[] ids = ids("good lens");
        float[] tokens = evidence.tables(vocabulary).get(0).values();
        Parameter pairs = evidence.tables(vocabulary).get(1);
        assertThat(pairs.shape()).containsExactly(101, 4);
        int width = recipe.columns().width();
        for (int column = 0; column < width; column++) {
            float sum = tokens[ids[0] * width + column] + tokens[ids[1] * width + column];
            for (int row : table.of(ids).toArray()) {
                sum += column < 3 ? pairs.values()[row * 4 + 1 + column] : 0;
            }
            assertThat(evidence.of(ids)[column]).isCloseTo(sum, within(1e-6f));
        }
    }

    @Test
    void paddingAndUnknownWordsSayNothing() {
        float[] tokens = evidence.tables(vocabulary).get(0).values();
        for (int i = 0; i < 2 * recipe.columns().width(); i++) {
            assertThat(tokens[i]).isZero();
        }
    }

    private static int[] ids(String text) {
        return TokenizedSample.all(tokenizer, List.of(LabelledSample.single(0, 1, text)))
                .get(0)
                .ids()
                .get(0);
    }
}
