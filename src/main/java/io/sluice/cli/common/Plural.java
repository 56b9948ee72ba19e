package io.sluice.cli.common;

import io.sluice.Internal;
import java.util.Locale;

/** A number of things in words: "1 event", "2,000 events". */
@Internal
public final class Plural {
    private Plural() {}

    public static String of(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? what : what + "s");
    }
}
