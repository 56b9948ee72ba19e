package io.sluice.live;

import io.sluice.live.LiveIncident.Cause;
import io.sluice.score.Incident;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest incidents: how each opened, and how it closed. Of the incidents of all keys the oldest leave first. It is
 * thread-safe.
 */
final class RecentIncidents {
    private final int limit;

    /** The incidents by key and first step, in the order in which they became known. */
    private final Map<Id, LiveIncident> incidents = new LinkedHashMap<>();

    /** The first steps of the open incidents. */
    private final Map<String, Id> open = new ConcurrentHashMap<>();

    private record Id(String key, long step) {}

    /** @param limit the largest number of incidents, open ones included */
    RecentIncidents(int limit) {
        this.limit = limit;
    }

    /** Takes over what an event says of its key's incident. */
    void add(LiveEvent event) {
        Incident incident = event.incident();
        if (incident != null) {
            follow(event, incident);
        } else if (open.containsKey(
                event.key())) { // an event of an open incident has it: this one starts its key again
            close(event.key(), Cause.RESTARTED, event.event().timestamp(), event.step());
        }
    }

    private synchronized void follow(LiveEvent event, Incident incident) {
        Id id = new Id(event.key(), incident.step());
        @Nullable Id before = open.get(event.key());
        if (before != null && !before.equals(id)) {
            close(event.key(), Cause.RESTARTED, event.event().timestamp(), event.step());
        }
        LiveIncident known = incidents.get(id);
        LiveIncident now = known == null ? LiveIncident.of(event, incident) : known.continued(incident);
        if (incident.phase() == Incident.Phase.CLOSED) {
            incidents.put(id, now.closed(Cause.QUIET, event.event().timestamp(), event.step()));
            open.remove(event.key());
        } else {
            incidents.put(id, now);
            open.put(event.key(), id);
        }
        forgetOldest();
    }

    /** Forgets the oldest closed incident; an open one only if there are too many open ones. */
    private void forgetOldest() {
        if (incidents.size() > limit) {
            Id oldest = incidents.keySet().stream()
                    .filter(id -> !id.equals(open.get(id.key())))
                    .findFirst()
                    .orElseGet(() -> incidents.keySet().iterator().next());
            incidents.remove(oldest);
            open.remove(oldest.key(), oldest);
        }
    }

    /** Closes the open incident of a key, if it has one. */
    synchronized void close(String key, Cause cause, long timestamp, long step) {
        Id id = open.remove(key);
        LiveIncident incident = id == null ? null : incidents.get(id);
        if (id != null && incident != null) {
            incidents.put(id, incident.closed(cause, timestamp, step));
        }
    }

    /** Forgets the open incidents of other partitions: other instances follow them now. */
    synchronized void retain(Set<Integer> partitions) {
        incidents.values().removeIf(incident -> incident.isOpen() && !partitions.contains(incident.partition()));
        open.values().removeIf(id -> !incidents.containsKey(id));
    }

    /** Returns the number of open incidents. */
    int numberOpen() {
        return open.size();
    }

    /** Returns the latest incidents, the newest first. */
    synchronized List<LiveIncident> latest(int most) {
        List<LiveIncident> all = new ArrayList<>(incidents.values());
        List<LiveIncident> latest = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && latest.size() < most; i--) {
            latest.add(all.get(i));
        }
        return latest;
    }
}
