package io.sluice.stream.log;

import java.util.Locale;

/** A time that has passed, in seconds with one decimal place. */
record Elapsed(long millis) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
