package io.sluice.offline.training.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Parts of the pieces of a vocabulary, numbered from 0. Rare words share them, and so learn from other words. */
final class Subwords {
    private static final int[] PREFIX_LENGTHS = {4, 6};
    private static final int MIN_GRAM = 3;
    private static final int MAX_GRAM = 5;

    private final List<int[]> partsByPiece = new ArrayList<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    private Subwords(WordPieces vocabulary, IntFunction<List<String>> split) {
        for (int id = 0; id < vocabulary.size(); id++) {
            List<String> parts = vocabulary.isText(id) ? split.apply(id) : List.of();
            partsByPiece.add(parts.stream()
                    .mapToInt(part -> ids.computeIfAbsent(part, unseen -> ids.size()))
                    .toArray());
        }
    }

    /** Returns the first four and the first six letters of each piece that begins a word, which are close to a stem. */
    static Subwords prefixes(WordPieces vocabulary) {
        return new Subwords(vocabulary, id -> prefixes(vocabulary.pieces().get(id)));
    }

    /** Returns runs of three to five characters, with marks at the borders of a word (fastText; Bojanowski 2017). */
    static Subwords characterNGrams(WordPieces vocabulary) {
        return new Subwords(
                vocabulary, id -> characterNGrams(vocabulary.pieces().get(id), vocabulary.endsWord(id)));
    }

    private static List<String> prefixes(String piece) {
        List<String> prefixes = new ArrayList<>();
        for (int length : PREFIX_LENGTHS) {
            if (piece.length() >= length && !piece.startsWith(WordPieces.CONTINUATION)) {
                prefixes.add(length + piece.substring(0, length));
            }
        }
        return prefixes;
    }

    private static List<String> characterNGrams(String piece, boolean endsWord) {
        String opened = piece.startsWith(WordPieces.CONTINUATION)
                ? piece.substring(WordPieces.CONTINUATION.length())
                : "<" + piece;
        String marked = endsWord ? opened + ">" : opened;
        List<String> grams = new ArrayList<>();
        for (int length = MIN_GRAM; length <= MAX_GRAM; length++) {
            for (int from = 0; from + length <= marked.length(); from++) {
                grams.add(marked.substring(from, from + length));
            }
        }
        return grams;
    }

    /** Returns the number of distinct parts. */
    int count() {
        return ids.size();
    }

    /** Returns the parts of a piece, in order; a part may occur twice. */
    int[] parts(int piece) {
        return partsByPiece.get(piece);
    }
}
