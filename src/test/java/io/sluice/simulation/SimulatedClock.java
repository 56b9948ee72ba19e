package io.sluice.simulation;

import java.util.concurrent.TimeUnit;

/** The time of a schedule. It passes only where the schedule or the model says so. */
final class SimulatedClock {
    private long nanos = TimeUnit.DAYS.toNanos(20_000);

    void pass(long passed) {
        nanos += passed;
    }

    void passMillis(long passed) {
        pass(TimeUnit.MILLISECONDS.toNanos(passed));
    }

    long nanos() {
        return nanos;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
