package io.sluice.offline.torture.proxy;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A fault that the proxy is to make. It ends when it has met its number of requests, or when its period is over.
 *
 * @param times the number of faults; one that cuts connections meets two requests each time
 * @param period the longest time that the fault waits for requests after its injection
 * @param delay the time by which a request of the kind {@link Disturbance#DELAY} is late
 * @param clientIds a regular expression; the fault meets requests of clients with such an id alone
 */
public record Fault(FaultName name, int times, Duration period, Duration delay, String clientIds) {
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    public Fault {
        if (times < 1) {
            throw new IllegalArgumentException("fault " + name + " is to happen " + times + " times; give at least 1");
        }
        requirePositive(name, "period", period);
        requirePositive(name, "delay", delay);
        Pattern.compile(clientIds);
    }

    private static void requirePositive(FaultName name, String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(
                    "fault " + name + " has a " + what + " of " + time.toMillis() + " ms; give at least 1 ms");
        }
    }

    /** Makes a fault that happens once, to a request of any client. A delay is 1 s. */
    public static Fault once(FaultName name) {
        return new Fault(name, 1, ONE_DAY, ONE_SECOND, ".*");
    }

    /** Makes a fault that happens to every request of its type for some time. */
    public static Fault during(FaultName name, Duration period) {
        return new Fault(name, Integer.MAX_VALUE, period, ONE_SECOND, ".*");
    }

    public Fault withTimes(int number) {
        return new Fault(name, number, period, delay, clientIds);
    }

    public Fault withPeriod(Duration time) {
        return new Fault(name, times, time, delay, clientIds);
    }

    public Fault withDelay(Duration time) {
        return new Fault(name, times, period, time, clientIds);
    }

    public Fault withClientIds(String pattern) {
        return new Fault(name, times, period, delay, pattern);
    }
}
