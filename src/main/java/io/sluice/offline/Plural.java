package io.sluice.offline;

import java.util.Locale;

/** Formats a count with its noun in the singular or the plural. */
public final class Plural {
    private Plural() {}

    /** Returns for example "1 event" or "2,000 events"; the noun must form its plural with an s. */
    public static String format(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : noun + "s");
    }
}
