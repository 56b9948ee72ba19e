package io.sluice.offline.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Simulated authors: an endless stream of short texts in order of time. The ground truth is known: the tone of each
 * text, the mood of its author, and the texts at which a mood turns. The same number of authors and the same seed give
 * the same stream on every machine.
 *
 * <p>Of an author's texts, 72 % match the mood, 18 % are mixed, and 10 % contradict the mood. A mood lasts for 15 to 45
 * texts. One event in 200 is malformed. The texts are composed from {@code phrases.yaml}. Some are in other languages
 * and scripts, some are a single emoji, and one in 400 has 100,000 characters.
 *
 * <p>Not safe for use by several threads.
 */
public final class Authors {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<String> NAMES =
            List.of("anna", "ben", "chloé", "dmitri", "emeka", "fatima", "jürgen", "kaori", "maría", "zoë");

    private final PriorityQueue<Author> authors =
            new PriorityQueue<>(Comparator.comparing(Author::time).thenComparing(Author::name));

    public Authors(int authors, long seed) {
        if (authors < 1) {
            throw new IllegalArgumentException(authors + " authors: give at least 1");
        }
        Phrasebook phrases = Phrasebook.load();
        Random seeds = new Random(seed);
        for (int a = 0; a < authors; a++) {
            this.authors.add(new Author(name(a), phrases, START, seeds.nextLong()));
        }
    }

    /** Returns the next text of all authors in order of time. */
    public Post next() {
        Author author = authors.remove();
        Post post = author.next();
        authors.add(author);
        return post;
    }

    /**
     * Makes the mood of an author turn with the next text.
     *
     * @throws IllegalArgumentException if there is no such author
     */
    public void turnMood(String name) {
        authors.stream()
                .filter(author -> author.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no author " + name))
                .turnMood();
    }

    private static String name(int author) {
        String name = NAMES.get(author % NAMES.size());
        int namesakes = author / NAMES.size();
        return namesakes == 0 ? name : name + "-" + (namesakes + 1);
    }
}
