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
    private static final int FILM_WORDS = 0;
    private static final int CAMERA_WORDS = 1;
    private static final int CAMERA_DOMAIN = 6;

    private static WordPieces vocabulary;
    private static Tokenizer tokenizer;
    private static TextEvidence evidence;
    private static TextSettings settings;
    private static PairTable table;

    @BeforeAll
    static void learn() {
        List<LabelledSample> samples = new ArrayList<>(TinySamples.all(40));
        samples.set(0, LabelledSample.single(0, 1, "unheard unheard"));
        vocabulary = WordPieces.learn(samples.stream().flatMap(sample -> sample.texts().stream()), 1, 100);
        tokenizer = BundleTokenizer.open(new ByteArrayInputStream(TokenizerFile.bytes(vocabulary)), 16);
        settings = TextSettings.read(TinySamples.recipe());
        List<TokenizedSample> tokenized = TokenizedSample.tokenizeAll(tokenizer, samples);
        evidence = TextEvidence.learn(tokenized, settings, vocabulary, 1);
        table = PairTable.learn(tokenized, 3, settings.minPairSamples(), settings.pairs());
    }

    @Test
    void wordsHaveTheSignOfTheLabelThatTheyHadInTheSet() {
        assertThat(evidence.compute(ids("good"))[FILM_WORDS]).isPositive();
        assertThat(evidence.compute(ids("awful"))[FILM_WORDS]).isNegative();
        assertThat(evidence.compute(ids("awful"))[CAMERA_WORDS]).isNegative();
    }

    @Test
    void wordsAreTypicalOfTheSetThatTheyAreFrom() {
        assertThat(evidence.compute(ids("lens"))[CAMERA_DOMAIN]).isPositive();
        assertThat(evidence.compute(ids("film"))[CAMERA_DOMAIN]).isNegative();
    }

    @Test
    void aTrainingTextHasNoEvidenceThatItAloneTaught() {
        int[] ids = ids("unheard");
        assertThat(evidence.compute(ids)[FILM_WORDS]).isPositive();
        assertThat(evidence.computeHeldOut(ids, 0, 0)[FILM_WORDS]).isZero();
        assertThat(evidence.computeHeldOut(ids, 0, 1)[FILM_WORDS]).isPositive();
        assertThat(evidence.computeHeldOut(ids, 1, 0)[FILM_WORDS]).isPositive();
    }

    @Test
    void theTablesHaveTheNumbersThatTheEvidenceSums() {
        int[] ids = ids("good lens");
        float[] tokens = evidence.tables(vocabulary).get(0).values();
        Parameter pairs = evidence.tables(vocabulary).get(1);
        assertThat(pairs.shape()).containsExactly(101, 4);
        int width = settings.columns().width();
        for (int column = 0; column < width; column++) {
            float sum = tokens[ids[0] * width + column] + tokens[ids[1] * width + column];
            for (int row : table.rows(ids).toArray()) {
                sum += column < 3 ? pairs.values()[row * 4 + 1 + column] : 0;
            }
            assertThat(evidence.compute(ids)[column]).isCloseTo(sum, within(1e-6f));
        }
    }

    @Test
    void paddingAndUnknownWordsHaveNoEvidence() {
        float[] tokens = evidence.tables(vocabulary).get(0).values();
        for (int i = 0; i < 2 * settings.columns().width(); i++) {
            assertThat(tokens[i]).isZero();
        }
    }

    private static int[] ids(String text) {
        return TokenizedSample.tokenizeAll(tokenizer, List.of(LabelledSample.single(0, 1, text)))
                .get(0)
                .ids()
                .get(0);
    }
}
