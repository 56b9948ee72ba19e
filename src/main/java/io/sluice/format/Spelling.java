package io.sluice.format;

import io.sluice.Internal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** Finds the known word nearest to a misspelt one. */
@Internal
public final class Spelling {
    private Spelling() {}

    /** Returns the known word with the smallest distance to a word; of several, the first one in the alphabet. */
    public static String nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(word, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /**
     * Returns the Levenshtein distance (Levenshtein 1966): the smallest number of insertions, deletions and
     * substitutions of one character that turn one word into the other.
     */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
