package io.sluice.offline.simulation;

import java.util.List;

/**
 * The truth about one injected fault.
 *
 * @param key the machine
 * @param channels the channels that it touches, by name
 * @param first the first faulty event, as the step that its prediction has (from 1)
 * @param last the last faulty event, likewise
 */
public record Fault(String key, FaultKind kind, List<String> channels, long first, long last) {
    public Fault {
        channels = List.copyOf(channels);
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("a fault of " + key + " from event " + first + " to event " + last);
        }
    }

    /** Whether the readings of a channel are faulty. */
    public boolean touches(String channel) {
        return channels.contains(channel);
    }

    boolean covers(long step) {
        return first <= step && step <= last;
    }
}
