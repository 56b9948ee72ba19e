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
 * A vocabulary for WordPiece. It has the frequent words, and for all other words their frequent prefixes and suffixes.
 * A suffix begins with {@value #CONTINUATION}. The tokenizer splits a word by the longest match first.
 *
 * <p>Ids count from 0: {@value #PADDING}, {@value #UNKNOWN}, words by descending count, prefixes, suffixes.
 */
final class WordPieces {
    static final String PADDING = "[PAD]";
    static final String UNKNOWN = "[UNK]";
    /** The mark in front of a piece that does not begin a word. */
    static final String CONTINUATION = "##";
    /** A word with its inner apostrophes, or one character that is neither word nor space. */
    static final String PATTERN = "[\\p{L}\\p{M}\\p{N}_]+(?:'[\\p{L}\\p{M}\\p{N}_]+)*|[^\\s\\p{L}\\p{M}\\p{N}_]";

    private static final Pattern WORD = Pattern.compile(PATTERN);
    private static final int MIN_PREFIX = 3;
    private static final int MAX_SUFFIX = 5;

    private final List<String> pieces;
    private final int wordsEnd;

    private WordPieces(List<String> words, List<String> prefixes, List<String> suffixes) {
        Set<String> distinct = new LinkedHashSet<>(List.of(PADDING, UNKNOWN));
        distinct.addAll(words);
        this.wordsEnd = distinct.size();
        distinct.addAll(prefixes);
        distinct.addAll(suffixes);
        this.pieces = List.copyOf(distinct);
    }

    /**
     * Learns a vocabulary.
     *
     * @param minWordCount the least number of occurrences of a word
     * @param minPieceWords the least number of distinct words that have a prefix or suffix
     */
    static WordPieces learn(Stream<String> texts, int minWordCount, int minPieceWords) {
        SortedMap<String, Integer> words = new TreeMap<>();
        texts.forEach(text -> words(text).forEach(word -> words.merge(word, 1, Integer::sum)));
        List<String> frequentWords = words.entrySet().stream()
                .filter(word -> word.getValue() >= minWordCount)
                .sorted(Comparator.comparing(word -> -word.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return new WordPieces(
                frequentWords,
                frequent(words.keySet().stream().flatMap(WordPieces::prefixes), minPieceWords),
                frequent(words.keySet().stream().flatMap(WordPieces::suffixes), minPieceWords));
    }

    /** Splits a text into words exactly as the normalizer and pre-tokenizer of the tokenizer do. */
    static List<String> words(String text) {
        String normalized = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('’', '\'');
        return WORD.matcher(normalized).results().map(MatchResult::group).toList();
    }

    private static Stream<String> prefixes(String word) {
        return Stream.iterate(MIN_PREFIX, length -> length < word.length(), length -> length + 1)
                .map(length -> word.substring(0, length));
    }

    private static Stream<String> suffixes(String word) {
        return Stream.iterate(1, length -> length <= Math.min(MAX_SUFFIX, word.length() - 1), length -> length + 1)
                .map(length -> CONTINUATION + word.substring(word.length() - length));
    }

    private static List<String> frequent(Stream<String> pieces, int minCount) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        pieces.forEach(piece -> counts.merge(piece, 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(piece -> piece.getValue() >= minCount)
                .map(Map.Entry::getKey)
                .toList();
    }

    int size() {
        return pieces.size();
    }

    /** Returns the pieces in the order of their ids. */
    List<String> pieces() {
        return pieces;
    }

    /** Returns true if the piece is neither padding nor unknown. */
    boolean isText(int id) {
        return id > 1;
    }

    /** Returns true if the piece ends a word. */
    boolean endsWord(int id) {
        return isText(id) && (id < wordsEnd || pieces.get(id).startsWith(CONTINUATION));
    }
}
