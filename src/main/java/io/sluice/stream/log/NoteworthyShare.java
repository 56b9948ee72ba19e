package io.sluice.stream.log;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Watches a part of the events, and finds it noteworthy if it is at least one in a hundred. It looks every ten seconds,
 * and waits a minute after each finding.
 */
final class NoteworthyShare {
    static final Duration INTERVAL = Duration.ofSeconds(10);
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int NOTEWORTHY = 100;

    private final Supplier<EventCounts> counts;
    private final ToLongFunction<EventCounts> part;
    private final LongSupplier clock;
    private EventCounts seen;
    private long nextLook;

    /**
     * A watch that begins now.
     *
     * @param part returns the number of events that are watched
     * @param clock gives the time in milliseconds
     */
    NoteworthyShare(Supplier<EventCounts> counts, ToLongFunction<EventCounts> part, LongSupplier clock) {
        this.counts = counts;
        this.part = part;
        this.clock = clock;
        this.seen = counts.get();
        this.nextLook = clock.getAsLong() + INTERVAL.toMillis();
    }

    /** Returns the counts since the last look if the share is noteworthy; empty if not, or before the next look. */
    Optional<EventCounts> look() {
        if (clock.getAsLong() < nextLook) {
            return Optional.empty();
        }
        return lookNow();
    }

    /** Returns the counts since the last look if the share is noteworthy; empty if not. */
    Optional<EventCounts> lookNow() {
        EventCounts now = counts.get();
        EventCounts recent = now.since(seen);
        seen = now;
        boolean noteworthy = isNoteworthy(recent);
        nextLook = clock.getAsLong() + (noteworthy ? PAUSE : INTERVAL).toMillis();
        return noteworthy ? Optional.of(recent) : Optional.empty();
    }

    private boolean isNoteworthy(EventCounts recent) {
        long watched = part.applyAsLong(recent);
        return watched > 0 && watched * NOTEWORTHY >= recent.events();
    }
}
