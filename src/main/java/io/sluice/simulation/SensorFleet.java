package io.sluice.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A fleet of simulated machines, {@code pump-01} and so on: an endless stream of events, in order of their time, of
 * which it is known where they are faulty. The same machines, channels and seed give the same stream, everywhere.
 *
 * <p>Each channel has its own level and scale. The readings follow a daily course on a slow drift, with noise; some are
 * missing (null, or not there), and the time between two events varies. A machine is healthy for its first 60 events,
 * and for at least 100 after each fault.
 *
 * <p>A sole channel is called {@code value}; several are {@code value1}, {@code value2} and so on, share their machine's
 * load, and fail one at a time. Not for use by several threads.
 */
public final class SensorFleet {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final PriorityQueue<Machine> machines =
            new PriorityQueue<>(Comparator.comparing(Machine::time).thenComparing(Machine::key));

    public SensorFleet(int machines, int channels, long seed) {
        if (machines < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "a fleet of " + machines + " machines with " + channels + " channels; each must be at least 1");
        }
        List<String> names = channelNames(channels);
        Random seeds = new Random(seed);
        for (int m = 1; m <= machines; m++) {
            this.machines.add(new Machine(String.format(Locale.ROOT, "pump-%02d", m), names, START, seeds.nextLong()));
        }
    }

    /** The next event of the fleet: that of the machine whose turn it is. */
    public SensorEvent next() {
        Machine machine = machines.remove();
        SensorEvent event = machine.next();
        machines.add(machine);
        return event;
    }

    /** The names of the channels, which are the fields of the JSON. */
    public static List<String> channelNames(int channels) {
        if (channels == 1) {
            return List.of("value");
        }
        List<String> names = new ArrayList<>();
        for (int c = 1; c <= channels; c++) {
            names.add("value" + c);
        }
        return List.copyOf(names);
    }
}
