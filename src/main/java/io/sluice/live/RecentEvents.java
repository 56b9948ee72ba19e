package io.sluice.live;

import io.sluice.live.KeyHistory.Entry;
import io.sluice.state.KeyState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The recent events of all keys, in bounded memory. If the memory is full, the oldest event of any key leaves. The only
 * event of a key first gives up the state before it, and gets a second turn. Before that, all checkpoints leave: the
 * states that events beyond the latest ones of their key keep. Each key keeps a limited number of events, so a busy key
 * does not push out the others. It is thread-safe.
 *
 * <p>Keys are spread over stripes, each with its own lock and its own share of the memory, so stream threads seldom
 * wait for each other.
 */
final class RecentEvents {
    private static final int STRIPES = 16;

    private final Stripe[] stripes = new Stripe[STRIPES];

    /**
     * An empty memory.
     *
     * @param bytes the approximate size of all events
     * @param eventsPerKey the largest number of events of a key
     */
    RecentEvents(long bytes, int eventsPerKey) {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(bytes / STRIPES, eventsPerKey);
        }
    }

    /**
     * Adds an event.
     *
     * @param before the state that its step continued; null if the key started from nothing
     */
    void add(LiveEvent event, @Nullable KeyState before) {
        stripe(event.key()).add(new Entry(event, before));
    }

    /** Forgets a key. */
    void remove(String key) {
        stripe(key).remove(key);
    }

    /** Returns the latest events of a key, the oldest first; none if there are none. */
    List<LiveEvent> of(String key, int limit) {
        return stripe(key).of(key, limit);
    }

    /** Returns the latest events of a key that keep the state before them, the oldest first. */
    List<StartedEvent> started(String key) {
        return stripe(key).started(key);
    }

    /** Returns the latest events of a key that can run again, the oldest first. */
    List<EventStretch> stretches(String key, int limit) {
        return stripe(key).stretches(key, limit);
    }

    /** Forgets the keys whose latest event is of another partition. */
    void retain(Set<Integer> partitions) {
        for (Stripe stripe : stripes) {
            stripe.retain(partitions);
        }
    }

    /** Returns the latest event of each key. */
    List<KeySummary> keys(long now) {
        List<KeySummary> keys = new ArrayList<>();
        for (Stripe stripe : stripes) {
            stripe.addKeys(keys, now);
        }
        return keys;
    }

    private Stripe stripe(String key) {
        int hash = key.hashCode();
        return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
    }

    private static final class Stripe {
        private final long limit;
        private final int eventsPerKey;
        private final Map<String, KeyHistory> keys = new HashMap<>();

        /** The ends of a list of all events, in the order in which they came. */
        private @Nullable Entry oldest;

        private @Nullable Entry newest;

        /** The checkpoints of all keys, the oldest first. */
        private final Set<Entry> checkpoints = new LinkedHashSet<>();

        private long bytes;

        Stripe(long limit, int eventsPerKey) {
            this.limit = limit;
            this.eventsPerKey = eventsPerKey;
        }

        synchronized void add(Entry entry) {
            KeyHistory history = keys.computeIfAbsent(entry.event().key(), unused -> new KeyHistory());
            while (history.size() > 0 && history.latest().event().isRepeatedBy(entry.event())) {
                forget(history.latest()); // a failure has undone its first time
                history.removeLatest();
            }
            bytes += entry.bytes();
            append(entry);
            keepOrDropStart(history.add(entry));
            if (history.size() > eventsPerKey) {
                removeOldest(history);
            }
            while (bytes > limit && oldest != null) {
                makeRoom(oldest);
            }
        }

        /** Decides about the state before an event that is no longer one of the latest of its key. */
        private void keepOrDropStart(@Nullable Entry entry) {
            if (entry == null) {
                return;
            }
            if (entry.isCheckpoint()) {
                checkpoints.add(entry);
            } else {
                bytes -= entry.dropStart();
            }
        }

        private void dropOldestCheckpoint() {
            Entry checkpoint = checkpoints.iterator().next();
            checkpoints.remove(checkpoint);
            bytes -= checkpoint.dropStart();
        }

        private void makeRoom(Entry entry) {
            if (!checkpoints.isEmpty()) {
                dropOldestCheckpoint();
                return;
            }
            String key = entry.event().key();
            KeyHistory history = Objects.requireNonNull(keys.get(key), "an event in the list has a history");
            int freed = history.size() == 1 ? entry.dropStart() : 0;
            if (freed > 0) {
                bytes -= freed;
                unlink(entry);
                append(entry);
                return;
            }
            removeOldest(history);
            if (history.size() == 0) {
                keys.remove(key);
            }
        }

        /** Removes the oldest event of a key. */
        private void removeOldest(KeyHistory history) {
            forget(history.oldest());
            history.removeOldest();
        }

        private void forget(Entry entry) {
            unlink(entry);
            checkpoints.remove(entry);
            bytes -= entry.bytes();
        }

        private void append(Entry entry) {
            entry.previous = newest;
            entry.next = null;
            if (newest == null) {
                oldest = entry;
            } else {
                newest.next = entry;
            }
            newest = entry;
        }

        private void unlink(Entry entry) {
            if (entry.previous == null) {
                oldest = entry.next;
            } else {
                entry.previous.next = entry.next;
            }
            if (entry.next == null) {
                newest = entry.previous;
            } else {
                entry.next.previous = entry.previous;
            }
        }

        synchronized void remove(String key) {
            KeyHistory history = keys.remove(key);
            if (history != null) {
                history.all().forEach(this::forget);
            }
        }

        synchronized List<LiveEvent> of(String key, int limitOfEvents) {
            KeyHistory history = keys.get(key);
            return history == null ? List.of() : history.latestEvents(limitOfEvents);
        }

        synchronized List<StartedEvent> started(String key) {
            KeyHistory history = keys.get(key);
            return history == null ? List.of() : history.started();
        }

        synchronized List<EventStretch> stretches(String key, int limitOfEvents) {
            KeyHistory history = keys.get(key);
            return history == null ? List.of() : history.stretches(limitOfEvents);
        }

        synchronized void retain(Set<Integer> partitions) {
            List<String> moved = keys.values().stream()
                    .map(history -> history.latest().event())
                    .filter(event -> !partitions.contains(event.partition()))
                    .map(LiveEvent::key)
                    .toList();
            moved.forEach(this::remove);
        }

        synchronized void addKeys(List<KeySummary> all, long now) {
            keys.values().forEach(history -> all.add(history.summary(now)));
        }
    }
}
