package io.sluice.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.feature.Tokens;
import io.sluice.model.BundleException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BundleTokenizerTest {
    private static final BundleTokenizer TOKENIZER = open(new String(TextBundle.tokenizer(), StandardCharsets.UTF_8));

    private static BundleTokenizer open(String json) {
        return BundleTokenizer.open(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), 8);
    }

    private static List<Long> ids(Tokens tokens) {
        return LongStream.range(0, tokens.count())
                .map(i -> tokens.id((int) i))
                .boxed()
                .toList();
    }

    private static List<Long> ids(BundleTokenizer tokenizer, String text) {
        return ids(tokenizer.tokenize(List.of(text)).get(0));
    }

    @Test
    void aTextIsNormalisedSplitAndLookedUp() {
        assertThat(ids(TOKENIZER, "Not a GOOD day!")).containsExactly(9L, 2L, 3L, 7L, 13L);
    }

    @Test
    void aWordOutsideTheVocabularyIsTheUnknownToken() {
        assertThat(ids(TOKENIZER, "good \ud83d\ude00 \u05e9\u05dc\u05d5\u05dd")).containsExactly(3L, 1L, 1L);
    }

    @Test
    void aTextHasTheSameTokensAloneAndAmongOthers() {
        List<String> texts =
                List.of("good", "a bad day and a very long text is the one of so many words", "", "fine !");
        List<List<Long>> together =
                TOKENIZER.tokenize(texts).stream().map(BundleTokenizerTest::ids).toList();
        List<List<Long>> alone =
                texts.stream().map(text -> ids(TOKENIZER, text)).toList();
        assertThat(together).isEqualTo(alone);
    }

    @Test
    void aLongTextIsCutAndTheCutOffTokensAreCounted() {
        Tokens tokens = TOKENIZER.tokenize(List.of("good ".repeat(20_000))).get(0);
        assertThat(tokens.count()).isEqualTo(8);
        assertThat(tokens.cutOff()).isEqualTo(19_992);
        assertThat(TOKENIZER.tokenize(List.of("good ".repeat(8))).get(0).cutOff())
                .isZero();
    }

    @Test
    void specialTokensOfACutTextAreKeptAndNotCounted() {
        String framed = new String(TextBundle.tokenizer(), StandardCharsets.UTF_8)
                .replace(
                        "\"post_processor\": null",
                        "\"post_processor\": {\"type\": \"BertProcessing\", \"sep\": [\"!\", 13], \"cls\": [\"[PAD]\", 0]}");
        Tokens tokens = open(framed).tokenize(List.of("good ".repeat(10))).get(0);
        assertThat(ids(tokens)).containsExactly(0L, 3L, 3L, 3L, 3L, 3L, 3L, 13L);
        assertThat(tokens.cutOff()).isEqualTo(4);
    }

    @Test
    void paddingAndOverlapInTheFileAreIgnored() {
        String padding = new String(TextBundle.tokenizer(), StandardCharsets.UTF_8)
                .replace("\"truncation\": null, \"padding\": null", """
                        "truncation": {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 2},
                        "padding": {"strategy": {"Fixed": 12}, "direction": "Right", "pad_to_multiple_of": null,
                                    "pad_id": 7, "pad_type_id": 0, "pad_token": "day"}""");
        Tokens tokens = open(padding).tokenize(List.of("good ".repeat(10))).get(0);
        assertThat(ids(tokens)).hasSize(8).containsOnly(3L);
        assertThat(tokens.cutOff()).isEqualTo(2);
        assertThat(ids(open(padding), "good")).containsExactly(3L);
    }

    @Test
    void unusualCharactersReachTheLibraryUnchanged() {
        String exotic = new String(TextBundle.tokenizer(), StandardCharsets.UTF_8)
                .replace("\"film\"", "\"\ud83d\ude00\"")
                .replace("\"poor\"", "\"\u05e9\u05dc\u05d5\u05dd\"");
        assertThat(ids(open(exotic), "\ud83d\ude00 \u05e9\u05dc\u05d5\u05dd a\u0000good"))
                .startsWith(8L, 6L);
    }

    @Test
    void manyThreadsMayTokenizeAtTheSameTime() throws InterruptedException {
        List<Long> expected = ids(TOKENIZER, "not a good day");
        List<List<Long>> found = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    List<Long> ids = ids(TOKENIZER, "not a good day");
                    synchronized (found) {
                        found.add(ids);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(found).hasSize(800).containsOnly(expected);
    }

    @Test
    void aFileThatIsNotATokenizerIsRefused() {
        assertThatThrownBy(() -> open("{\"version\": \"1.0\"}"))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("the tokenizer cannot be read: ");
    }
}
