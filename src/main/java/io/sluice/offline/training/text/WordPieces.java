package io.sluice.offline.training.text;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A vocabulary for WordPiece: the words that occur often enough, and for all other words their frequent beginnings and
 * endings (after {@value #CONTINUES}), into which the longest match first divides them.
 *
 * <p>Ids count from 0: {@value #PADDING}, {@value #UNKNOWN}, words by falling count, beginnings, endings.
 */
final class WordPieces {
    static final String PADDING = "[PAD]";
    static final String UNKNOWN = "[UNK]";
    /** Stands before a piece that does not begin a word. */
    static final String CONTINUES = "##";
    /** A word with its inner apostrophes, or one character that is neither word nor space. */
    static final String PATTERN = "[\\p{L}\\p{M}\\p{N}_]+(?:'[\\p{L}\\p{M}\\p{N}_]+)*|[^\\s\\p{L}\\p{M}\\p{N}_]";

    private static final Pattern WORD = Pattern.compile(PATTERN);
    private static final int SHORTEST_BEGINNING = 3;
    private static final int LONGEST_ENDING = 5;

    private final List<String> pieces;
    private final int wordsEnd;

    private WordPieces(List<String> words, List<String> beginnings, List<String> endings) {
        Set<String> distinct = new LinkedHashSet<>(List.of(PADDING, UNKNOWN));
        distinct.addAll(words);
        this.wordsEnd = distinct.size();
        distinct.addAll(beginnings);
        distinct.addAll(endings);
        this.pieces = List.copyOf(distinct);
    }

    /**
     * Learns a vocabulary.
     *
     * @param wordCount the least number of times that a word must occur
     * @param pieceCount the least number of distinct words that a beginning or ending must be of
     */
    static WordPieces learn(Stream<String> texts, int wordCount, int pieceCount) {
        SortedMap<String, Integer> words = new TreeMap<>();
        texts.forEach(text -> words(text).forEach(word -> words.merge(word, 1, Integer::sum)));
        List<String> often = words.entrySet().stream()
                .filter(word -> word.getValue() >= wordCount)
                .sorted(Comparator.comparing(word -> -word.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return new WordPieces(
                often,
                frequent(words.keySet().stream().flatMap(WordPieces::beginnings), pieceCount),
                frequent(words.keySet().stream().flatMap(WordPieces::endings), pieceCount));
    }

    /** The words of a text as the tokenizer's normalizer and pre-tokenizer give them. */
    static List<String> words(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('’', '\'');
        return WORD.matcher(normal).results().map(MatchResult::group).toList();
    }

    private static Stream<String> beginnings(String word) {
        return Stream.iterate(SHORTEST_BEGINNING, length -> length < word.length(), length -> length + 1)
                .map(length -> word.substring(0, length));
    }

    private static Stream<String> endings(String word) {
        return Stream.iterate(1, length -> length <= Math.min(LONGEST_ENDING, word.length() - 1), length -> length + 1)
                .map(length -> CONTINUES + word.substring(word.length() - length));
    }

    private static List<String> frequent(Stream<String> pieces, int count) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        pieces.forEach(piece -> counts.merge(piece, 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(piece -> piece.getValue() >= count)
                .map(Map.Entry::getKey)
                .toList();
    }

    int size() {
        return pieces.size();
    }

    /** The pieces in the order of their ids. */
    List<String> pieces() {
        return pieces;
    }

    /** Whether the piece is one of text, and neither padding nor unknown. */
    boolean isText(int id) {
        return id > 1;
    }

    /** Whether a word ends with the piece. */
    boolean endsWord(int id) {
        return isText(id) && (id < wordsEnd || pieces.get(id).startsWith(CONTINUES));
    }
}
