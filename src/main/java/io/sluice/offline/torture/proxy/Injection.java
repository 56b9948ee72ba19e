package io.sluice.offline.torture.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A fault in a running proxy, and what it has done. Thread-safe. */
public final class Injection {
    private final Fault fault;
    private final Pattern clientIds;
    private final long begin = System.nanoTime();
    private final List<FaultEffect> effects = new ArrayList<>();
    private long left;
    private boolean withdrawn;

    Injection(Fault fault) {
        this.fault = fault;
        this.clientIds = Pattern.compile(fault.clientIds());
        this.left = (long) fault.times() * fault.name().kind().requests();
    }

    public Fault fault() {
        return fault;
    }

    /** Returns the requests that the fault has disturbed so far. Empty: the fault has not taken effect. */
    public synchronized List<FaultEffect> effects() {
        return List.copyOf(effects);
    }

    /** Returns true if the fault meets no more requests. */
    public synchronized boolean isOver() {
        return left == 0 || System.nanoTime() - begin > fault.period().toNanos();
    }

    /** Ends the fault before its time. Does nothing if it is over. */
    public synchronized void withdraw() {
        withdrawn = true;
        left = 0;
    }

    /** Uses the fault up by one request, if it meets the request. */
    synchronized boolean meets(Request request) {
        if (isOver()
                || request.type() != fault.name().type()
                || !clientIds.matcher(request.clientId()).matches()) {
            return false;
        }
        left--;
        return true;
    }

    /** Takes a request back that the fault has met and could not disturb. So it meets another one. */
    synchronized void giveBack() {
        if (!withdrawn) {
            left++;
        }
    }

    synchronized void add(FaultEffect effect) {
        effects.add(effect);
    }

    @Override
    public String toString() {
        return fault.name() + ", " + effects().size() + " requests";
    }
}
