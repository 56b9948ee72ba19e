package io.sluice.offline.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Simulated authors: an endless stream of short texts, in order of their time, of which it is known what they say,
 * which mood their author is in, and when it turns. The same number of authors and seed give the same stream,
 * everywhere.
 *
 * <p>Of an author's texts 72 % are in line with the mood, 18 % say neither or both, and 10 % the contrary. A mood lasts
 * for 15 to 45 texts. One event in 200 is malformed. The texts are put together from {@code phrases.yaml}; some are in
 * other languages and scripts, some a single emoji, and one in 400 has 100,000 characters.
 *
 * <p>Not for use by several threads.
 */
public final class Authors {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<String> NAMES =
            List.of("anna", "ben", "chloé", "dmitri", "emeka", "fatima", "jürgen", "kaori", "maría", "zoë");

    private final PriorityQueue<Author> authors =
            new PriorityQueue<>(Comparator.comparing(Author::time).thenComparing(Author::name));

    public Authors(int authors, long seed) {
        if (authors < 1) {
            throw new IllegalArgumentException(authors + " authors; there must be at least 1");
        }
        Phrasebook phrases = Phrasebook.ours();
        Random seeds = new Random(seed);
        for (int a = 0; a < authors; a++) {
            this.authors.add(new Author(name(a), phrases, START, seeds.nextLong()));
        }
    }

    /** The next text: that of the author whose turn it is. */
    public Post next() {
        Author author = authors.remove();
        Post post = author.next();
        authors.add(author);
        return post;
    }

    private static String name(int author) {
        String name = NAMES.get(author % NAMES.size());
        int namesakes = author / NAMES.size();
        return namesakes == 0 ? name : name + "-" + (namesakes + 1);
    }
}
