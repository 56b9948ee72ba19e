package io.sluice.live;

import io.sluice.engine.InputRecord;
import io.sluice.engine.Outcome;
import io.sluice.engine.OutcomeListener;
import io.sluice.event.Malformed;
import io.sluice.format.EventFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a running pipeline has seen since its start: recent events, incidents and dead letters, in bounded memory. It
 * shows what has taken effect, a moment before the commit. It is thread-safe.
 */
public final class LiveView implements OutcomeListener {
    /** The largest number of events of a key. */
    public static final int EVENTS_PER_KEY = 600;

    /** The largest number of incidents, and of dead letters. */
    public static final int LISTED = 1000;

    private final EventFormat format;
    private final LongSupplier clock;
    private final RecentEvents events;
    private final RecentIncidents incidents = new RecentIncidents(LISTED);
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    /** By their origin, because a failure can let a record become a dead letter again. The newest is the last. */
    private final Map<String, LiveDeadLetter> deadLetters = new LinkedHashMap<>();

    /**
     * An empty view.
     *
     * @param bytes the approximate size of all events in memory
     * @param format the format of the pipeline's events
     * @param clock returns the present time in milliseconds since the epoch
     */
    public LiveView(long bytes, EventFormat format, LongSupplier clock) {
        this.format = format;
        this.clock = clock;
        this.events = new RecentEvents(bytes, EVENTS_PER_KEY);
    }

    @Override
    public void scored(InputRecord record, Outcome.Scored scored) {
        LiveEvent event = new LiveEvent(record, scored, format, clock.getAsLong());
        events.add(event, scored.resumed());
        incidents.add(event);
        for (Subscription subscription : subscriptions) {
            subscription.offer(event);
        }
    }

    /**
     * Begins to send events to a reader.
     *
     * @param key the key to see; null for a sample of all keys
     */
    public Subscription subscribe(@Nullable String key) {
        Subscription subscription = new Subscription(key);
        subscriptions.add(subscription);
        return subscription;
    }

    /** Ends what {@link #subscribe} began. */
    public void unsubscribe(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    @Override
    public void rejected(InputRecord record, Malformed malformed) {
        LiveDeadLetter letter = LiveDeadLetter.of(record, malformed, clock.getAsLong());
        String origin = letter.partition() + "@" + letter.offset();
        synchronized (deadLetters) {
            deadLetters.remove(origin);
            deadLetters.put(origin, letter);
            if (deadLetters.size() > LISTED) {
                deadLetters.remove(deadLetters.keySet().iterator().next());
            }
        }
    }

    @Override
    public void removed(String key, Removal why) {
        LiveIncident.Cause cause =
                switch (why) {
                    case DELETED -> LiveIncident.Cause.DELETED;
                    case EXPIRED -> LiveIncident.Cause.EXPIRED;
                };
        incidents.close(key, cause, clock.getAsLong(), 0);
        events.remove(key);
    }

    /** Returns the latest events of a key, the oldest first; none if there are none. */
    public List<LiveEvent> events(String key, int limit) {
        return events.of(key, limit);
    }

    /** Returns the latest events of a key with the states before them, the oldest first; at most ten. */
    public List<StartedEvent> started(String key) {
        return events.started(key);
    }

    /** Returns the latest events of a key that can run again, see {@link EventExplainer#again(List)}. */
    public List<EventStretch> stretches(String key, int limit) {
        return events.stretches(key, limit);
    }

    /** Forgets the keys of all other partitions. Other instances have them now. */
    public void retain(Set<Integer> partitions) {
        events.retain(partitions);
        incidents.retain(partitions);
    }

    /** Returns the latest event of each key that is in memory. */
    public List<KeySummary> keys() {
        return events.keys(clock.getAsLong());
    }

    /** Returns the latest incidents, the newest first. */
    public List<LiveIncident> incidents(int limit) {
        return incidents.latest(limit);
    }

    /** Returns the number of incidents that are open, as far as their keys had events since the start. */
    public int openIncidents() {
        return incidents.numberOpen();
    }

    /** Returns the latest dead letters, the newest first. */
    public List<LiveDeadLetter> deadLetters(int limit) {
        synchronized (deadLetters) {
            List<LiveDeadLetter> latest = new ArrayList<>(deadLetters.values());
            Collections.reverse(latest);
            return List.copyOf(latest.subList(0, Math.min(limit, latest.size())));
        }
    }
}
