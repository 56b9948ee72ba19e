package io.sluice.offline.simulation;

import io.sluice.offline.simulation.FaultReport.Counts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The injected faults, and the comparison of alerts with them.
 *
 * <p>An alert is an incident opened. A fault of the same key explains an alert if the fault has begun and has not ended
 * more than {@value #GRACE} events ago, because the return to health is a surprise as well. An alert without an
 * explanation is false. The first alert during a fault catches it. Further explained alerts neither catch a fault nor
 * are false. A fault counts only if its first event was scored.
 *
 * <p>Safe for use by several threads: one thread may inject faults while another scores.
 */
public final class FaultGroundTruth {
    static final int GRACE = 10;

    private final Map<String, TreeMap<Long, Entry>> faults = new HashMap<>();
    private final Map<String, Long> scored = new HashMap<>();
    private long alerts;
    private long falseAlerts;
    private long named;

    /** Adds a fault. Call this before its first event is scored. A second call with the same fault has no effect. */
    public synchronized void inject(Fault fault) {
        faults.computeIfAbsent(fault.key(), key -> new TreeMap<>()).putIfAbsent(fault.first(), new Entry(fault));
    }

    /** Records that a key's event was scored. The steps of a key must rise. */
    public synchronized void score(String key, long step) {
        scored.put(key, step);
    }

    /**
     * Records an alert at a key's event.
     *
     * @param channel the channel that the alert names first
     * @return the fault that explains the alert, or null where the alert is false
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

    /** Returns the results so far. */
    public synchronized FaultReport report() {
        Map<FaultKind, Counts> kinds = new EnumMap<>(FaultKind.class);
        List<Long> delays = new ArrayList<>();
        faults.forEach((key, ofKey) -> {
            long seen = scored.getOrDefault(key, 0L);
            for (Entry entry : ofKey.headMap(seen, true).values()) {
                kinds.merge(entry.fault.kind(), entry.counts(seen), Counts::plus);
                entry.addDelayTo(delays);
            }
        });
        Collections.sort(delays);
        long longest = delays.isEmpty() ? 0 : delays.get(delays.size() - 1);
        return new FaultReport(kinds, alerts, falseAlerts, named, Median.of(delays), longest);
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

        private Counts counts(long seen) {
            if (delay != NEVER) {
                return new Counts(1, 0, 0);
            }
            return seen < fault.last() ? new Counts(0, 0, 1) : new Counts(0, 1, 0);
        }

        private void addDelayTo(List<Long> delays) {
            if (delay != NEVER) {
                delays.add(delay);
            }
        }
    }
}
