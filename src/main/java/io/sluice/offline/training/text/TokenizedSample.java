package io.sluice.offline.training.text;

import io.sluice.feature.Tokenizer;
import io.sluice.feature.Tokens;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** A sample with the token ids of its texts. */
final class TokenizedSample {
    private static final int TEXTS_PER_CALL = 4096;

    private final LabelledSample sample;
    private final List<int[]> ids;

    private TokenizedSample(LabelledSample sample, List<int[]> ids) {
        this.sample = sample;
        this.ids = List.copyOf(ids);
    }

    /** Tokenizes samples and keeps their order. */
    static List<TokenizedSample> tokenizeAll(Tokenizer tokenizer, List<LabelledSample> samples) {
        List<String> texts =
                samples.stream().flatMap(sample -> sample.texts().stream()).toList();
        List<int[]> ids = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += TEXTS_PER_CALL) {
            List<String> chunk = texts.subList(from, Math.min(texts.size(), from + TEXTS_PER_CALL));
            tokenizer.tokenize(chunk).forEach(tokens -> ids.add(ids(tokens)));
        }
        Iterator<int[]> next = ids.iterator();
        return samples.stream()
                .map(sample -> new TokenizedSample(
                        sample, sample.texts().stream().map(text -> next.next()).toList()))
                .toList();
    }

    private static int[] ids(Tokens tokens) {
        return IntStream.range(0, tokens.count())
                .map(i -> Math.toIntExact(tokens.id(i)))
                .toArray();
    }

    LabelledSample sample() {
        return sample;
    }

    /** Returns the ids of each text, without padding. Callers must not change them. */
    List<int[]> ids() {
        return ids;
    }

    /** Returns the number of tokens of all texts. */
    int tokenCount() {
        return ids.stream().mapToInt(text -> text.length).sum();
    }
}
