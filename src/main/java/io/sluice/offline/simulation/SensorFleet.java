package io.sluice.offline.simulation;

import java.time.Instant;
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
 * <p>A sole channel is called {@code value}. Several are quantities of one machine that depend on each other: speed,
 * then temperature, vibration and so on; see {@link #channelNames}. Not for use by several threads.
 */
public final class SensorFleet {
    /** The largest number of channels. */
    public static final int MOST_CHANNELS = Quantity.values().length;

    static final String SOLE = "value";
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final PriorityQueue<Machine> machines =
            new PriorityQueue<>(Comparator.comparing(Machine::time).thenComparing(Machine::key));

    public SensorFleet(int machines, int channels, long seed) {
        if (machines < 1 || channels < 1 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException("a fleet of " + machines + " machines with " + channels
                    + " channels; there must be a machine, and from 1 to " + MOST_CHANNELS + " channels");
        }
        List<Quantity> quantities = channels == 1 ? List.of() : Quantity.first(channels);
        Random seeds = new Random(seed);
        for (int m = 1; m <= machines; m++) {
            this.machines.add(
                    new Machine(String.format(Locale.ROOT, "pump-%02d", m), quantities, START, seeds.nextLong()));
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
        return channels == 1
                ? List.of(SOLE)
                : Quantity.first(channels).stream().map(Quantity::channel).toList();
    }
}
