package io.sluice.live;

import io.sluice.state.KeyState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recent events of one key, the oldest first. It is not thread-safe. */
final class KeyHistory {
    /** The number of latest events that keep the state before them, to explain them and to leave one of them out. */
    static final int STARTS_KEPT = 10;

    /** Of the events before these, each event of such a step keeps the state before it, so that all can run again. */
    private static final int CHECKPOINT_STEPS = 16;

    /** The time constant of the activity in milliseconds: an event counts 1/e of its weight after it. */
    private static final double ACTIVITY_MILLIS = 30_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private double activity;
    private long activityAt;

    /** An event with its place among the events of all keys. The stripe guards it. */
    static final class Entry {
        private final LiveEvent event;
        private final boolean startsKey;
        private @Nullable KeyState before;

        @Nullable
        Entry previous;

        @Nullable
        Entry next;

        Entry(LiveEvent event, @Nullable KeyState before) {
            this.event = event;
            this.before = before;
            this.startsKey = before == null;
        }

        LiveEvent event() {
            return event;
        }

        int bytes() {
            return event.bytes() + (before == null ? 0 : before.bytes().length);
        }

        /** Forgets the state before the event, and returns the number of bytes that this frees. */
        int dropStart() {
            int freed = before == null ? 0 : before.bytes().length;
            before = null;
            return freed;
        }

        /** Returns true if the event can be asked again: its state is kept, or it had none. */
        private boolean keepsStart() {
            return startsKey || before != null;
        }

        /** Returns true if the event keeps the state before it when it is no longer one of the latest. */
        boolean isCheckpoint() {
            return before != null && event.step() % CHECKPOINT_STEPS == 0;
        }
    }

    /** Adds an event, and returns the one that is no longer one of the latest; null if there are too few. */
    @Nullable
    Entry add(Entry entry) {
        activity = activity(entry.event.appliedAt()) + 1000 / ACTIVITY_MILLIS;
        activityAt = entry.event.appliedAt();
        entries.addLast(entry);
        return entries.size() > STARTS_KEPT ? latest(STARTS_KEPT + 1) : null;
    }

    private Entry latest(int place) {
        Iterator<Entry> fromLast = entries.descendingIterator();
        Entry entry = fromLast.next();
        for (int i = 1; i < place; i++) {
            entry = fromLast.next();
        }
        return entry;
    }

    Entry oldest() {
        return entries.getFirst();
    }

    Entry latest() {
        return entries.getLast();
    }

    /** Removes the oldest event. */
    void removeOldest() {
        entries.removeFirst();
    }

    /** Removes the latest event. */
    void removeLatest() {
        entries.removeLast();
    }

    int size() {
        return entries.size();
    }

    Iterable<Entry> all() {
        return entries;
    }

    /** Returns a copy of the latest events, the oldest first. */
    List<LiveEvent> latestEvents(int limit) {
        List<LiveEvent> latest = new ArrayList<>(Math.min(limit, entries.size()));
        Iterator<Entry> fromLast = entries.descendingIterator();
        while (fromLast.hasNext() && latest.size() < limit) {
            latest.add(fromLast.next().event);
        }
        Collections.reverse(latest);
        return latest;
    }

    /**
     * Returns the latest events that keep the state before them, the oldest first. They go back to the event with which
     * the key started, if that is among them.
     */
    List<StartedEvent> started() {
        List<StartedEvent> started = new ArrayList<>(STARTS_KEPT);
        Iterator<Entry> fromLast = entries.descendingIterator();
        boolean goesOn = true;
        while (goesOn && fromLast.hasNext()) {
            Entry entry = fromLast.next();
            if (entry.keepsStart()) {
                started.add(new StartedEvent(entry.event, entry.before));
            }
            goesOn = entry.before != null && started.size() < STARTS_KEPT;
        }
        Collections.reverse(started);
        return started;
    }

    /**
     * Returns the events that can run again, as stretches that each begin with a kept state, the oldest first. They
     * cover the latest events as far as states are kept, and begin with an event before them if its state is needed.
     */
    List<EventStretch> stretches(int limit) {
        List<EventStretch> stretches = new ArrayList<>();
        Deque<LiveEvent> events = new ArrayDeque<>();
        int covered = 0;
        Iterator<Entry> fromLast = entries.descendingIterator();
        while (fromLast.hasNext() && covered < limit) {
            Entry entry = fromLast.next();
            events.addFirst(entry.event);
            if (entry.keepsStart()) {
                stretches.add(new EventStretch(entry.before, List.copyOf(events)));
                covered += events.size();
                events.clear();
            }
        }
        Collections.reverse(stretches);
        return stretches;
    }

    /** Returns the latest event with its key's activity. */
    KeySummary summary(long now) {
        return new KeySummary(entries.getLast().event, activity(now));
    }

    /** Returns the events a second, weighted by their age. */
    private double activity(long now) {
        return activity * Math.exp(-Math.max(0, now - activityAt) / ACTIVITY_MILLIS);
    }
}
