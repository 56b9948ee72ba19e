package io.sluice.offline.simulation;

import java.util.List;

/**
 * An injected fault: ground truth for alerts.
 *
 * @param key the machine
 * @param channels the names of the faulty channels
 * @param first the step of the first faulty event, from 1
 * @param last the step of the last faulty event
 */
public record Fault(String key, FaultKind kind, List<String> channels, long first, long last) {
    public Fault {
        channels = List.copyOf(channels);
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("a fault of " + key + " from step " + first + " to step " + last
                    + ": the first step must be at least 1 and not after the last");
        }
    }

    /** Returns true if the readings of a channel are faulty. */
    public boolean touches(String channel) {
        return channels.contains(channel);
    }

    boolean covers(long step) {
        return first <= step && step <= last;
    }
}
