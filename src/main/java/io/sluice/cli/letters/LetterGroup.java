package io.sluice.cli.letters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The dead letters of one reason from one topic: their number, the times of the first and the last, and samples. */
final class LetterGroup {
    private final int limit;
    private final List<Letter> samples = new ArrayList<>();
    private long count;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    /**
     * The name of a group.
     *
     * @param topic the topic of the origin; empty if no header names it
     */
    record Name(String reason, String topic) {}

    /** @param limit the largest number of samples */
    LetterGroup(int limit) {
        this.limit = limit;
    }

    void add(Letter letter) {
        count++;
        first = letter.time().isBefore(first) ? letter.time() : first;
        last = letter.time().isAfter(last) ? letter.time() : last;
        if (samples.size() < limit) {
            samples.add(letter);
        }
    }

    long count() {
        return count;
    }

    Instant first() {
        return first;
    }

    Instant last() {
        return last;
    }

    /** Returns the first letters that were added. */
    List<Letter> samples() {
        return samples;
    }
}
