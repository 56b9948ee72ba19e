package io.sluice.simulation;

/**
 * The truth about one injected fault.
 *
 * @param key the machine
 * @param channel the only channel that it touches, by name
 * @param first the first faulty event, as the step that its prediction has (from 1)
 * @param last the last faulty event, likewise
 */
public record Fault(String key, FaultKind kind, String channel, long first, long last) {
    public Fault {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("a fault of " + key + " from event " + first + " to event " + last);
        }
    }

    boolean covers(long step) {
        return first <= step && step <= last;
    }
}
