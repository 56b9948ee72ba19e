package io.sluice.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.feature.Tokenizer;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextEvidenceTest {
    private static final int WORDS_OF_FILMS = 0;
    private static final int WORDS_OF_CAMERAS = 2;
    private static final int LIKE_CAMERAS = 6;

    private static WordPieces vocabulary;
    private static Tokenizer tokenizer;
    private static TextEvidence evidence;
    private static TextRecipe recipe;

    @BeforeAll
    static void learn() {
        List<Opinion> opinions = new ArrayList<>(TinyOpinions.all(40));
        opinions.set(0, new Opinion(0, false, true, List.of("unheard unheard")));
        vocabulary = WordPieces.learn(opinions.stream().flatMap(one -> one.texts().stream()), 1, 100);
        tokenizer = BundleTokenizer.open(new ByteArrayInputStream(TokenizerFile.bytes(vocabulary)), 16);
        recipe = TextRecipe.of(TinyOpinions.recipe());
        evidence = TextEvidence.learn(TokenizedOpinion.all(tokenizer, opinions), recipe, vocabulary, 1);
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
        float[] tokens = evidence.tables(vocabulary, recipe.pairs()).get(0).values();
        float[] pairs = evidence.tables(vocabulary, recipe.pairs()).get(1).values();
        int pair = TextCell.pair(ids[0], ids[1], recipe.pairs());
        for (int column = 0; column < TextCell.WIDTH; column++) {
            float sum = tokens[ids[0] * TextCell.WIDTH + column]
                    + tokens[ids[1] * TextCell.WIDTH + column]
                    + pairs[pair * TextCell.WIDTH + column];
            assertThat(evidence.of(ids)[column]).isCloseTo(sum, within(1e-6f));
        }
    }

    @Test
    void paddingAndUnknownWordsSayNothing() {
        float[] tokens = evidence.tables(vocabulary, recipe.pairs()).get(0).values();
        for (int i = 0; i < 2 * TextCell.WIDTH; i++) {
            assertThat(tokens[i]).isZero();
        }
    }

    private static int[] ids(String text) {
        return TokenizedOpinion.all(tokenizer, List.of(new Opinion(0, false, true, List.of(text))))
                .get(0)
                .ids()
                .get(0);
    }
}
