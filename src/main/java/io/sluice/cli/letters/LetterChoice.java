package io.sluice.cli.letters;

import java.time.Instant;
import java.util.Set;

/**
 * A choice among dead letters.
 *
 * @param reasons the codes of reasons; empty for all
 * @param origins the topics that the records came from; empty for all
 * @param places the places in the dead-letter topic, such as "3:12"; empty for all
 * @param since the earliest timestamp
 */
record LetterChoice(Set<String> reasons, Set<String> origins, Set<String> places, Instant since) {
    LetterChoice {
        reasons = Set.copyOf(reasons);
        origins = Set.copyOf(origins);
        places = Set.copyOf(places);
    }

    boolean includes(Letter letter) {
        return isIn(reasons, letter.reason())
                && isIn(origins, letter.topic())
                && isIn(places, letter.place())
                && !letter.time().isBefore(since);
    }

    private static boolean isIn(Set<String> chosen, String found) {
        return chosen.isEmpty() || chosen.contains(found);
    }
}
