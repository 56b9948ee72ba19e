package io.sluice.offline.simulation;

import io.sluice.offline.simulation.FaultReport.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the alerts against the truth.
 *
 * <p>An alert is an incident opened. It is explained by a fault of its key that has begun and ended at most
 * {@value #GRACE} events ago (the way back to health is a surprise as well); else it is false. A fault is caught by the
 * first alert while it lasts; the others that it explains are neither catches nor false. Only faults whose first event
 * was scored count.
 *
 * <p>Safe for use by several threads: one may inject while another scores.
 */
public final class FaultGroundTruth {
    static final int GRACE = 10;

    private final Map<String, TreeMap<Long, Entry>> faults = new HashMap<>();
    private final Map<String, Long> scored = new HashMap<>();
    private long alerts;
    private long falseAlerts;
    private long named;

    /** Notes a fault; to be called before its first event is scored. Noting it again changes nothing. */
    public synchronized void inject(Fault fault) {
        faults.computeIfAbsent(fault.key(), key -> new TreeMap<>()).putIfAbsent(fault.first(), new Entry(fault));
    }

    /** Notes that a key's event was scored; a key's steps rise. */
    public synchronized void score(String key, long step) {
        scored.put(key, step);
    }

    /**
     * Notes an alert at a key's event.
     *
     * @param channel the one that the alert names first
     * @return the fault that explains it, or null where it is false
     */
    public synchronized @Nullable Fault alert(String key, long step, String channel) {
        alerts++;
        Entry entry = explanation(key, step);
        if (entry == null) {
            falseAlerts++;
            return null;
        }
        entry.alertedBy(step);
        named += entry.fault.touches(channel) ? 1 : 0;
        return entry.fault;
    }

    public synchronized FaultReport report() {
        Map<FaultKind, Tally> kinds = new EnumMap<>(FaultKind.class);
        List<Long> delays = new ArrayList<>();
        faults.forEach((key, ofKey) -> {
            long seen = scored.getOrDefault(key, 0L);
            for (Entry entry : ofKey.headMap(seen, true).values()) {
                kinds.merge(entry.fault.kind(), entry.tally(seen), Tally::plus);
                entry.addDelayTo(delays);
            }
        });
        Collections.sort(delays);
        long longest = delays.isEmpty() ? 0 : delays.get(delays.size() - 1);
        return new FaultReport(kinds, alerts, falseAlerts, named, Medians.of(delays), longest);
    }

    private @Nullable Entry explanation(String key, long step) {
        TreeMap<Long, Entry> ofKey = faults.get(key);
        Map.Entry<Long, Entry> latest = ofKey == null ? null : ofKey.floorEntry(step);
        return latest != null && latest.getValue().explains(step) ? latest.getValue() : null;
    }

    private static final class Entry {
        private static final long NEVER = -1;

        private final Fault fault;
        private long delay = NEVER;

        private Entry(Fault fault) {
            this.fault = fault;
        }

        private boolean explains(long step) {
            return step <= fault.last() + GRACE;
        }

        private void alertedBy(long step) {
            if (delay == NEVER && fault.covers(step)) {
                delay = step - fault.first();
            }
        }

        private Tally tally(long seen) {
            if (delay != NEVER) {
                return new Tally(1, 0, 0);
            }
            return seen < fault.last() ? new Tally(0, 0, 1) : new Tally(0, 1, 0);
        }

        private void addDelayTo(List<Long> delays) {
            if (delay != NEVER) {
                delays.add(delay);
            }
        }
    }
}
