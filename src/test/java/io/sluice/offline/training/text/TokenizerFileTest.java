package io.sluice.offline.training.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.feature.Tokens;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFileTest {
    private static final List<String> TEXTS = List.of(
            "walking talking working walks talks works",
            "walking , walking don't",
            "walker talker worker walked talked worked");
    private static final WordPieces VOCABULARY = WordPieces.learn(TEXTS.stream(), 2, 3);

    @Test
    void idsBeginWithPaddingUnknownAndWordsByCount() {
        assertThat(VOCABULARY.pieces()).startsWith("[PAD]", "[UNK]", "walking");
    }

    @Test
    void rareWordsLeaveTheirPrefixesAndSuffixes() {
        assertThat(VOCABULARY.pieces())
                .contains("wal", "walk", "##ing", "##s", "##ed")
                .doesNotContain("talking", "wa", "##alker");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "walking            | walking",
                "Walking            | walking",
                "\uff37alking       | walking",
                "talking            | talk ##ing",
                "walks              | walk ##s",
                "walking!walking    | walking [UNK] walking",
                "\ud83d\ude00       | [UNK]",
                "[PAD]              | [UNK] [UNK] [UNK]",
            })
    void theLibrarySplitsTextsIntoThePiecesOfTheVocabulary(String text, String pieces) {
        assertThat(tokenize(text)).isEqualTo(List.of(pieces.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"don't,don't", "don\u2019t,don't", "'don't',[UNK] don't [UNK]"})
    void anApostropheIsPartOfAWordOnlyInsideIt(String text, String pieces) {
        WordPieces words = WordPieces.learn(Stream.of("don't don't"), 2, 100);
        assertThat(tokenize(words, text)).isEqualTo(List.of(pieces.split(" ")));
    }

    @Test
    void anEmptyTextHasNoTokens() {
        assertThat(tokenize(" \u200a ")).isEmpty();
    }

    @Test
    void javaAndTheLibrarySplitATextIntoTheSameWords() {
        String text = "It's 3D, na\u00efve\u2014really?! o'neil's \"rock'n'roll\" semi_final caf\u00e9 \ufb01ne";
        List<String> words = WordPieces.words(text);
        WordPieces vocabulary = WordPieces.learn(Stream.of(text, text), 2, 100);
        assertThat(words).contains("it's", "3d", "na\u00efve", "\u2014", "rock'n'roll", "semi_final", "fine");
        assertThat(tokenize(vocabulary, text)).isEqualTo(words);
    }

    @Test
    void theSameVocabularyGivesTheSameBytes() {
        WordPieces again = WordPieces.learn(TEXTS.stream(), 2, 3);
        assertThat(TokenizerFile.bytes(again)).isEqualTo(TokenizerFile.bytes(VOCABULARY));
    }

    private static List<String> tokenize(String text) {
        return tokenize(VOCABULARY, text);
    }

    private static List<String> tokenize(WordPieces vocabulary, String text) {
        Tokens tokens = BundleTokenizer.open(new ByteArrayInputStream(TokenizerFile.bytes(vocabulary)), 64)
                .tokenize(List.of(text))
                .get(0);
        return IntStream.range(0, tokens.count())
                .mapToObj(i -> vocabulary.pieces().get((int) tokens.id(i)))
                .toList();
    }
}
