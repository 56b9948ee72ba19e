package io.sluice.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.TextEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private final List<String> seen = new ArrayList<>();
    private final TextEncoder encoder = new TextEncoder(
            texts -> {
                seen.addAll(texts);
                return texts.stream()
                        .map(text -> new Tokens(text.chars().asLongStream().toArray(), 0))
                        .toList();
            },
            4);

    private long[] row(String text) {
        long[] x = {9, 9, 9, 9};
        encoder.encode(
                encoder.tokenize(List.of(new TextEvent(null, 0, false, text))).get(0), x);
        return x;
    }

    @Test
    void aRowIsTheTokensFollowedByZeros() {
        assertThat(row("ab")).containsExactly('a', 'b', 0, 0);
        assertThat(row("abcd")).containsExactly('a', 'b', 'c', 'd');
    }

    @Test
    void theTextsAreTokenizedTogetherInTheirOrder() {
        List<Tokens> tokens =
                encoder.tokenize(List.of(new TextEvent(null, 0, false, "a"), new TextEvent(null, 0, false, "bc")));
        assertThat(tokens).extracting(Tokens::count).containsExactly(1, 2);
        assertThat(seen).containsExactly("a", "bc");
    }

    @Test
    void halfOfASurrogatePairBecomesTheReplacementCharacter() {
        row("a\ud83d\ude00\ud83d b\ude00");
        assertThat(seen).containsExactly("a\ud83d\ude00\ufffd b\ufffd");
    }
}
