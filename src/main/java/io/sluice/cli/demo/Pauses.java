package io.sluice.cli.demo;

/** Times without a prediction. It is thread-safe. Its times are those of {@link System#nanoTime}. */
final class Pauses {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private long last;
    private long longest;

    /** Forgets what was before this time. */
    synchronized void begin(long nanos) {
        last = nanos;
        longest = 0;
    }

    /** Takes the time of a prediction. */
    synchronized void predicted(long nanos) {
        longest = Math.max(longest, nanos - last);
        last = Math.max(last, nanos);
    }

    /** Returns the longest time between two predictions in milliseconds, the time since the last one included. */
    synchronized long longestMillis(long nanos) {
        return Math.max(longest, nanos - last) / NANOS_PER_MILLI;
    }
}
