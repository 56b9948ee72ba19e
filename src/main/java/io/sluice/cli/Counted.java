package io.sluice.cli;

import java.util.Locale;

/** A number of things in words: "1 event", "2,000 events". */
final class Counted {
    private Counted() {}

    static String of(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? what : what + "s");
    }
}
