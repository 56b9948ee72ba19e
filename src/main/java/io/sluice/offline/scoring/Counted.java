package io.sluice.offline.scoring;

import java.util.Locale;

/** Numbers with their nouns, for people. */
final class Counted {
    private Counted() {}

    /** Returns a number and its noun; any number but 1 takes the plural. */
    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : noun + "s");
    }
}
