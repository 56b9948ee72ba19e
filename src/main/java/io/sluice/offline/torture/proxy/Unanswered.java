package io.sluice.offline.torture.proxy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The requests of a connection that the broker has and has not answered yet, in their order. Each has the fault that
 * waits for its response, if there is one. Thread-safe.
 */
final class Unanswered {
    private final Queue<Optional<Claim>> requests = new ArrayDeque<>();
    private boolean ended;

    /** Adds a request; false if the connection is closed. */
    synchronized boolean add(Optional<Claim> claim) {
        return !ended && requests.add(claim);
    }

    /** Returns the fault that waits for the response that the broker has just sent. */
    synchronized Optional<Claim> next() {
        Optional<Claim> claim = requests.peek();
        return claim == null ? Optional.empty() : claim;
    }

    /** Removes the request whose response is on its way to the client. */
    synchronized void remove() {
        requests.poll();
        notifyAll();
    }

    /** Wakes all that wait, because the connection is closed. Faults that wait for a response meet other requests. */
    synchronized void end() {
        ended = true;
        requests.forEach(claim -> claim.ifPresent(Claim::giveBack));
        requests.clear();
        notifyAll();
    }

    /** Waits until the client has all responses; false if the connection ends before. */
    synchronized boolean awaitNone() throws InterruptedException {
        while (!requests.isEmpty() && !ended) {
            wait();
        }
        return !ended;
    }

    /** Waits for some time; false if the connection ends before. */
    synchronized boolean pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !ended; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !ended;
    }
}
