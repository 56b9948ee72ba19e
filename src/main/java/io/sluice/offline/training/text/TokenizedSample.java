package io.sluice.offline.training.text;

import io.sluice.feature.Tokenizer;
import io.sluice.feature.Tokens;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** An opinion with the token ids of its texts. */
final class TokenizedSample {
    private static final int TEXTS_A_CALL = 4096;

    private final LabelledSample opinion;
    private final List<int[]> ids;

    private TokenizedSample(LabelledSample opinion, List<int[]> ids) {
        this.opinion = opinion;
        this.ids = List.copyOf(ids);
    }

    /** Opinions with their ids, in the same order. */
    static List<TokenizedSample> all(Tokenizer tokenizer, List<LabelledSample> opinions) {
        List<String> texts =
                opinions.stream().flatMap(opinion -> opinion.texts().stream()).toList();
        List<int[]> ids = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += TEXTS_A_CALL) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + TEXTS_A_CALL));
            tokenizer.tokenize(some).forEach(tokens -> ids.add(ids(tokens)));
        }
        Iterator<int[]> next = ids.iterator();
        return opinions.stream()
                .map(opinion -> new TokenizedSample(
                        opinion,
                        opinion.texts().stream().map(text -> next.next()).toList()))
                .toList();
    }

    private static int[] ids(Tokens tokens) {
        return IntStream.range(0, tokens.count())
                .map(i -> Math.toIntExact(tokens.id(i)))
                .toArray();
    }

    LabelledSample opinion() {
        return opinion;
    }

    /** The ids of each text, without padding; whoever reads them must not change them. */
    List<int[]> ids() {
        return ids;
    }

    int tokens() {
        return ids.stream().mapToInt(text -> text.length).sum();
    }
}
