package io.sluice.offline.training.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Parts of the pieces of a vocabulary, through which rare words learn from others; numbered from 0. */
final class Subwords {
    private static final int[] BEGINNINGS = {4, 6};
    private static final int SHORTEST_GRAM = 3;
    private static final int LONGEST_GRAM = 5;

    private final List<int[]> parts = new ArrayList<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    private Subwords(WordPieces vocabulary, IntFunction<List<String>> divide) {
        for (int id = 0; id < vocabulary.size(); id++) {
            List<String> found = vocabulary.isText(id) ? divide.apply(id) : List.of();
            parts.add(found.stream()
                    .mapToInt(part -> ids.computeIfAbsent(part, unseen -> ids.size()))
                    .toArray());
        }
    }

    /** The first four and the first six letters of what begins a word, which is close to its stem. */
    static Subwords beginnings(WordPieces vocabulary) {
        return new Subwords(vocabulary, id -> beginnings(vocabulary.pieces().get(id)));
    }

    /** Three to five characters in a row, the borders of the word among them (as fastText has it; Bojanowski 2017). */
    static Subwords grams(WordPieces vocabulary) {
        return new Subwords(vocabulary, id -> grams(vocabulary.pieces().get(id), vocabulary.endsWord(id)));
    }

    private static List<String> beginnings(String piece) {
        List<String> found = new ArrayList<>();
        for (int length : BEGINNINGS) {
            if (piece.length() >= length && !piece.startsWith(WordPieces.CONTINUES)) {
                found.add(length + piece.substring(0, length));
            }
        }
        return found;
    }

    private static List<String> grams(String piece, boolean endsWord) {
        String begun =
                piece.startsWith(WordPieces.CONTINUES) ? piece.substring(WordPieces.CONTINUES.length()) : "<" + piece;
        String whole = endsWord ? begun + ">" : begun;
        List<String> found = new ArrayList<>();
        for (int length = SHORTEST_GRAM; length <= LONGEST_GRAM; length++) {
            for (int from = 0; from + length <= whole.length(); from++) {
                found.add(whole.substring(from, from + length));
            }
        }
        return found;
    }

    /** How many distinct parts there are. */
    int count() {
        return ids.size();
    }

    /** The parts of a piece, in its order; one may stand there twice. */
    int[] of(int piece) {
        return parts.get(piece);
    }
}
